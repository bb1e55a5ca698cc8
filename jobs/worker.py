"""A worker of one lane: `python -m jobs.worker welcome`."""

import logging
import os
import sys
from typing import Any

from redis import Redis
from rq import SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from app import log
from app.corps.key import refuse_wrong_key
from app.corps.wecom import speak_for
from app.queue import LANES, Doorbell, address, lane
from jobs import breakers, mirror, react, relay, sop, sync, timetable
from jobs.crew import stopping

# every job's module, before the first bell
PRELOADED = (react, relay, breakers, mirror, sop, sync, timetable)

logger = logging.getLogger(__name__)


BEHIND_WELCOMES = 5  # whatever else waits, a welcome finds a processor


class LaneWorker(SimpleWorker):
    """Runs jobs in its own process: when it is killed, nothing of it lives on."""

    max_connection_wait_time = 2.0  # after Redis was away, work resumes within two seconds

    def request_stop(self, signum: Any, frame: Any) -> None:
        """Claim nothing more, finish what is under way, let go of the rest, and end."""
        stopping.set()
        super().request_stop(signum, frame)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Tell of it without the words of the error, which RQ would print."""
        logger.error("a job broke", exc_info=exc_info, extra={"job": job.id})

    def handle_job_failure(self, *given: Any, **named: Any) -> None:
        """Let it fail; what Redis keeps of it quotes nobody."""
        super().handle_job_failure(*given, **{**named, "exc_string": "told in the log"})


def main(name: str) -> None:
    """Work on one lane, and only on it: a worker on several queues loses jobs."""
    log.start(part=f"worker:{name}")
    if name != "welcome":
        os.nice(BEHIND_WELCOMES)
    connection = Redis.from_url(address(), socket_connect_timeout=2)
    refuse_wrong_key()
    speak_for(name)
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
