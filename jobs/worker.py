"""A worker of one lane: `python -m jobs.worker welcome`."""

import sys

from redis import Redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from app import log
from app.config import settings
from app.corps.wecom import speak_for
from app.queue import LANES, Doorbell, lane
from jobs import breakers, mirror, react, relay, sop, sync, timetable

# every job's module, before the first bell
PRELOADED = (react, relay, breakers, mirror, sop, sync, timetable)


class LaneWorker(SimpleWorker):
    """Runs jobs in its own process: when it is killed, nothing of it lives on."""

    max_connection_wait_time = 2.0  # after Redis was away, work resumes within two seconds


def main(name: str) -> None:
    """Work on one lane, and only on it: a worker on several queues loses jobs."""
    log.start()
    speak_for(name)
    connection = Redis.from_url(settings().redis_url or "", socket_connect_timeout=2)
    worker = LaneWorker(
        [lane(name, connection)],
        connection=connection,
        job_class=Doorbell,
        serializer=JSONSerializer,
        worker_ttl=30,
        maintenance_interval=30,
    )
    worker.work(logging_level="WARNING", with_scheduler=False)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LANES:
        sys.exit(f"which lane? python -m jobs.worker {'|'.join(LANES)}")
    main(sys.argv[1])
