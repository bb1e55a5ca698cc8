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

# Each lane has one queue and a worker of its own: a worker on several queues loses jobs.
LANES = ("welcome", "events", "sync", "archive", "bulk")

# Every job there is, and the lane it runs in unless told otherwise. Nothing else can be run.
JOBS: dict[str, str] = {
    "jobs.react.welcome": "welcome",
    "jobs.react.react": "events",
    "jobs.react.retry": "events",
    "jobs.relay.relay": "events",
    "jobs.breakers.probe": "events",
    "jobs.sop.advance": "bulk",
    "jobs.sop.poll_task": "bulk",
    "jobs.timetable.keep": "sync",
    "jobs.sync.mirror_lead": "sync",
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


def later(session: Session, job: str, row_id: int, *, on: str | None = None) -> None:
    """Ring `job` for `row_id` once this transaction has committed; a rollback forgets it."""
    session.info.setdefault("bells", []).append((job, row_id, on or JOBS[job]))


def ring_all(session: Session) -> None:
    """Ring what `later` planned."""
    ring(session.info.pop("bells", []))


def ring(bells: list[tuple[str, int, str]]) -> None:
    """Ring (job, row id, lane) each. Best effort: when Redis is away, the sweep rings again."""
    try:
        for job, row_id, on in dict.fromkeys(bells):
            lane(on).enqueue(job, row_id, result_ttl=0, failure_ttl=3600, job_timeout=60)
    except RedisError as error:
        log.warning("the doorbell is out of order: %s", type(error).__name__)
