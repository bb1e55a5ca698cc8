"""What load balancers and people on call ask: does it live, and is it ready."""

import logging
from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import draining, queue
from app.db import reading

log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is touched."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether work can be done. Without Redis it can: rows wait for the sweep."""
    has_database = answers("postgresql", ask_database)
    has_redis = answers("redis", ask_redis)
    parts = {"postgresql": word(has_database), "redis": word(has_redis)}
    if not has_database:
        return jsonify(status="not ready", parts=parts), 503
    if draining.is_under_way():
        return jsonify(status="draining", parts=parts), 503
    return jsonify(status="ready" if has_redis else "degraded", parts=parts)


def answers(part: str, ask: Callable[[], object]) -> bool:
    """Whether the part answers. Why not is for the log: it may name hosts."""
    try:
        ask()
    except (SQLAlchemyError, RedisError, RuntimeError) as error:
        log.warning("a part is not ready", extra={"part": part, "why": type(error).__name__})
        return False
    return True


def ask_database() -> None:
    with reading() as session:
        session.execute(text("select 1"))


def ask_redis() -> None:
    queue.redis().ping()


def word(is_up: bool) -> str:
    return "up" if is_up else "down"
