"""`/metrics`: what the processes of this host have counted, and how the house stands."""

import hmac
import logging
from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app import metrics
from app.config import settings
from app.db import reading
from app.operations.standing import Standing, standing
from app.queue import LANES

log = logging.getLogger(__name__)
blueprint = Blueprint("metrics", __name__)
HERE = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")


@blueprint.get("/metrics")
def figures() -> Response:
    """All figures, for whoever may have them."""
    if not may_look():
        abort(404)
    registry = CollectorRegistry()
    metrics.counters()  # makes the folder, where there is room for one
    if metrics.folder().is_dir():
        MultiProcessCollector(registry, path=str(metrics.folder()))  # type: ignore[no-untyped-call]
    registry.register(House())
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")


def may_look() -> bool:
    """The bearer of METRICS_TOKEN; without one, this very machine, and nobody through a proxy."""
    token = settings().metrics_token
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    is_direct = not any(name in request.headers for name in FORWARDED)
    return is_direct and request.remote_addr in HERE


class House(Collector):
    """How the house stands, looked up when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Its figures; without PostgreSQL only that it is away."""
        try:
            with reading() as session:
                now = standing(session)
        except (SQLAlchemyError, RuntimeError) as error:
            log.warning("no figures of the house: %s", type(error).__name__)
            yield gauge("postgresql_up", "Whether PostgreSQL answers.", 0)
            return
        yield gauge("postgresql_up", "Whether PostgreSQL answers.", 1)
        yield from of(now)


def of(now: Standing) -> Iterator[Metric]:
    """The standing as figures."""
    yield by("oldest_due_seconds", "How long the oldest due row waits.", "lane", now.lags)
    yield by("stopped", "What waits for a person.", "what", now.stopped)
    yield gauge("breakers", "Apps or APIs that WeCom refuses.", now.breakers)
    yield gauge("tickers_leading", "Tickers that hold the lock.", now.tickers)
    spooled = {"waiting": now.spooled, "aside": now.spooled_aside}
    yield by("spooled", "Callbacks on this host's disk.", "what", spooled)
    yield gauge("redis_up", "Whether Redis answers.", int(now.workers is not None))
    if now.workers is not None:
        manned = {lane: now.manned(lane) for lane in LANES}
        yield by("workers", "Workers that have reported.", "lane", manned)
    if now.archive_lag is not None:
        yield gauge("archive_lag_seconds", "Since the archive was pulled.", now.archive_lag)


def gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"lianke_{name}", told, value=value)


def by(name: str, told: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """One figure for each value of a label."""
    made = GaugeMetricFamily(f"lianke_{name}", told, labels=[label])
    for key, value in values.items():
        made.add_metric([key], value)
    return made
