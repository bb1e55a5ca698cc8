"""The only way to enqueue: a doorbell in Redis for a row that PostgreSQL already holds."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry
from rq import Queue, Worker
from rq.exceptions import DeserializationError, NoSuchJobError, TimeoutFormatError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker
from sqlalchemy.orm import Session

from app.config import settings

log = logging.getLogger(__name__)

RINGS_FOR = 2000  # milliseconds of real time: then a bell that nobody answered may be rung again

# Each lane has one queue and a worker of its own: a worker on several queues loses jobs.
LANES = ("welcome", "events", "codes", "sync", "archive", "bulk")

# Every job there is, and the lane it runs in unless told otherwise. Nothing else can be run.
JOBS: dict[str, str] = {
    "jobs.react.welcome": "welcome",
    "jobs.react.react": "events",
    "jobs.relay.drain": "events",
    "jobs.breakers.probe": "events",
    "jobs.reception.renew": "codes",
    "jobs.sop.advance": "bulk",
    "jobs.sop.poll_task": "bulk",
    "jobs.phones.wake": "bulk",
    "jobs.timetable.keep": "sync",
    "jobs.sync.mirror_lead": "sync",
    "jobs.mirror.go_on": "sync",
    "jobs.codes.remove": "sync",
    "jobs.codes.make_batch": "sync",
}

QUARANTINE = "quarantine"
KEPT_FOR = 7 * 86_400  # seconds of real time
# All that RQ's reading of a hash can raise. A hash without its `data` RQ passes over by itself.
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
    AssertionError,
    DeserializationError,
    TimeoutFormatError,
)


class Doorbell(Job):
    """An RQ job that can only be one of ours, whoever wrote it into Redis."""

    @property
    def func(self) -> object:
        """The function to run, refused when its name is not in the table."""
        if self.func_name not in JOBS:
            raise PermissionError(f"not one of our jobs: {self.func_name!r}")
        return super().func

    # RQ would import and call whatever a job names here; ours name nothing.
    success_callback = failure_callback = stopped_callback = None

    @classmethod
    def fetch(cls, id: str, *given: Any, **more: Any) -> Job:
        """A job by its id. One that RQ would stop its worker over is as good as none."""
        try:
            return super().fetch(id, *given, **more)
        except (ValueError, ResponseError) as error:  # no id of a job, or no hash behind it
            log.error("no job can be read", extra={"job": id, "why": type(error).__name__})
            raise NoSuchJobError from error

    def restore(self, raw_data: Mapping[Any, Any]) -> None:
        """Read a job out of Redis. What is none of ours, or cannot be read, is set aside where a
        person may look at it; RQ would stop its worker over some of it."""
        try:
            super().restore(raw_data)
            self.webhooks = []  # RQ would post to any address that a job names
            is_ours = self.func_name in JOBS
        except UNREADABLE as error:
            self._set_aside(type(error).__name__)
            raise NoSuchJobError from error
        if not is_ours:
            self._set_aside(f"a job named {self.func_name!r}")
            raise NoSuchJobError

    def _set_aside(self, why: str) -> None:
        log.error("a job that is none of ours was set aside", extra={"job": self.id, "why": why})
        try:
            self.connection.rename(self.key, f"{QUARANTINE}:{self.id}")
            self.connection.expire(f"{QUARANTINE}:{self.id}", KEPT_FOR)
        except ResponseError:  # it has gone meanwhile
            return


class OpenRedis(RuntimeError):
    """Anybody on the network could write into this Redis; the message says what to do."""


def address() -> str:
    """Where Redis is. Raises OpenRedis for one that strangers may reach, RuntimeError for none."""
    url = settings().redis_url
    if url is None:
        raise RuntimeError("REDIS_URL is not set: start through `flask serve` or `make demo`")
    refuse_open(url, allowed=settings().allow_open_redis)
    return url


def refuse_open(url: str, *, allowed: bool) -> None:
    """Raise OpenRedis when `url` leads to another machine and proves nothing there."""
    there = urlsplit(url)
    proves = there.password or "ssl_certfile=" in there.query
    is_here = there.scheme == "unix" or there.hostname in ("localhost", "::1")
    if is_here or proves or allowed or (there.hostname or "").startswith("127."):
        return
    raise OpenRedis(
        f"REDIS_URL names {there.hostname} without a password: whoever can write into that Redis "
        "can ring for our jobs and read access tokens. Give it a password (redis://:…@host), or a "
        "client certificate, or set ALLOW_OPEN_REDIS=true if your network keeps strangers out"
    )


@cache
def redis() -> Redis:
    """The connection for ringing: it gives up quickly, since the sweep will ring again."""
    return Redis.from_url(
        address(), socket_timeout=0.5, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0)
    )


@cache
def lane(name: str, connection: Redis | None = None) -> Queue:
    """The queue of a lane."""
    return Queue(
        name, connection=connection or redis(), job_class=Doorbell, serializer=JSONSerializer
    )


def workers() -> list[BaseWorker]:
    """The workers that have reported for work."""
    return list(Worker.all(connection=redis(), job_class=Doorbell, serializer=JSONSerializer))


def manned_lanes() -> set[str]:
    """The lanes that have a worker."""
    return {name for worker in workers() for name in worker.queue_names()}


Bell = tuple[str, int | None, str]  # job, row id (None: whatever waits in the lane), lane


def later(session: Session, job: str, row_id: int | None, *, on: str | None = None) -> None:
    """Ring `job` once this transaction has committed; a rollback forgets it.

    With a row's id, for that row; with None, for whatever waits in the lane: one bell stands for
    all that were rung before it is answered.
    """
    session.info.setdefault("bells", []).append((job, row_id, on or JOBS[job]))


def ring_all(session: Session) -> None:
    """Ring what `later` planned."""
    ring(session.info.pop("bells", []))


def ring(bells: list[Bell]) -> bool:
    """Ring each bell once. Best effort: when Redis is away (False), the sweep rings again."""
    try:
        for job, row_id, on in dict.fromkeys(bells):
            if row_id is not None or redis().set(_rung(job, on), 1, nx=True, px=RINGS_FOR):
                what = on if row_id is None else row_id
                lane(on).enqueue(job, what, result_ttl=0, failure_ttl=3600, job_timeout=60)
    except RedisError as error:
        log.warning("the doorbell is out of order: %s", type(error).__name__)
        return False
    return True


def answered(job: str, on: str) -> None:
    """The bell of a lane is being answered: whatever comes from now on rings anew."""
    try:
        redis().delete(_rung(job, on))
    except RedisError as error:
        log.warning("the doorbell is out of order: %s", type(error).__name__)


def _rung(job: str, on: str) -> str:
    return f"rung:{job}:{on}"
