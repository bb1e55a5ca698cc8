"""The only way to enqueue: a doorbell in Redis for a row that PostgreSQL already holds."""

import logging
from functools import cache

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.orm import Session

from app.config import settings

log = logging.getLogger(__name__)

RINGS_FOR = 2000  # milliseconds of real time: then a bell that nobody answered may be rung again

# Each lane has one queue and a worker of its own: a worker on several queues loses jobs.
LANES = ("welcome", "events", "sync", "archive", "bulk")

# Every job there is, and the lane it runs in unless told otherwise. Nothing else can be run.
JOBS: dict[str, str] = {
    "jobs.react.welcome": "welcome",
    "jobs.react.react": "events",
    "jobs.relay.drain": "events",
    "jobs.breakers.probe": "events",
    "jobs.sop.advance": "bulk",
    "jobs.sop.poll_task": "bulk",
    "jobs.timetable.keep": "sync",
    "jobs.sync.mirror_lead": "sync",
    "jobs.mirror.go_on": "sync",
}


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


@cache
def redis() -> Redis:
    """The connection for ringing: it gives up quickly, since the sweep will ring again."""
    url = settings().redis_url
    if url is None:
        raise RuntimeError("REDIS_URL is not set: start through `flask serve` or `make demo`")
    return Redis.from_url(
        url, socket_timeout=0.5, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0)
    )


@cache
def lane(name: str, connection: Redis | None = None) -> Queue:
    """The queue of a lane."""
    return Queue(
        name, connection=connection or redis(), job_class=Doorbell, serializer=JSONSerializer
    )


def manned_lanes() -> set[str]:
    """The lanes whose worker has reported for work."""
    return {
        name
        for worker in Worker.all(connection=redis(), job_class=Doorbell, serializer=JSONSerializer)
        for name in worker.queue_names()
    }


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


def ring(bells: list[Bell]) -> None:
    """Ring each bell once. Best effort: when Redis is away, the sweep rings again."""
    try:
        for job, row_id, on in dict.fromkeys(bells):
            if row_id is not None or redis().set(_rung(job, on), 1, nx=True, px=RINGS_FOR):
                what = on if row_id is None else row_id
                lane(on).enqueue(job, what, result_ttl=0, failure_ttl=3600, job_timeout=60)
    except RedisError as error:
        log.warning("the doorbell is out of order: %s", type(error).__name__)


def answered(job: str, on: str) -> None:
    """The bell of a lane is being answered: whatever comes from now on rings anew."""
    try:
        redis().delete(_rung(job, on))
    except RedisError as error:
        log.warning("the doorbell is out of order: %s", type(error).__name__)


def _rung(job: str, on: str) -> str:
    return f"rung:{job}:{on}"
