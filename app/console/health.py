"""What load balancers and people on call ask: does it live, and is it ready."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import draining, queue
from app.config import settings
from app.db import reading
from app.inbox.spool import Spool

log = logging.getLogger(__name__)
PATIENCE = 2.0  # seconds for a part that neither answers nor refuses
_probes = ThreadPoolExecutor(4, "probe")
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is touched."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether callbacks can be kept: in PostgreSQL, or on the disk until it is back.

    Without Redis they can: rows wait for the sweep.
    """
    has_database = answers("postgresql", ask_database)
    has_redis = answers("redis", ask_redis)
    has_disk = Spool(settings().instance_dir / "spool").is_writable()
    parts = {"postgresql": word(has_database), "redis": word(has_redis), "spool": word(has_disk)}
    if not has_database and not has_disk:
        return jsonify(status="not ready", parts=parts), 503
    if draining.is_under_way():
        return jsonify(status="draining", parts=parts), 503
    is_whole = has_database and has_redis and has_disk
    return jsonify(status="ready" if is_whole else "degraded", parts=parts)


def answers(part: str, ask: Callable[[], object]) -> bool:
    """Whether the part answers, and soon. Why not is for the log: it may name hosts."""
    try:
        _probes.submit(ask).result(PATIENCE)
    except (SQLAlchemyError, RedisError, RuntimeError, TooSlow) as error:
        log.warning("a part is not ready", extra={"part": part, "why": type(error).__name__})
        return False
    return True


def ask_database() -> None:
    with reading() as session:
        if session.scalar(text("select pg_is_in_recovery()")):
            raise RuntimeError("a standby cannot be written to")


def ask_redis() -> None:
    queue.redis().ping()


def word(is_up: bool) -> str:
    return "up" if is_up else "down"
