"""One RQ job for each event: the same reactions, the same words, a commit after every step.

`python -m tests.bench.drain_peers fork|simple` works a queue empty and prints how long that took.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from redis import Redis
from rq import Queue, SimpleWorker, Worker
from sqlalchemy import select, update

from app.config import settings
from app.db import reading, transaction
from app.inbox.models import InboxEvent
from app.inbox.record import recall
from app.outbox.models import OutboxCommand
from jobs.reactions import REACTIONS
from jobs.relay import record
from jobs.speaking import speak

QUEUE = "bench-event-a-job"
WORKERS = {"fork": Worker, "simple": SimpleWorker}


def whole_event(event_id: int) -> None:
    """React, then say what was decided."""
    with reading() as session:
        event = recall(session, event_id)
    for reaction in REACTIONS[type(event)]:
        reaction(event)
    with reading() as session:
        mine = select(OutboxCommand).where(OutboxCommand.event_id == event_id)
        rows = session.scalars(mine.order_by(OutboxCommand.id)).all()
    for row in rows:
        spoken = speak(row)
        with transaction() as session:
            record(session, [(row, spoken)])


def claimed_event(event_id: int) -> None:
    """Claim and commit, do nothing, mark as done and commit."""
    for state in ("claimed", "planned"):
        with transaction() as session:
            mine = update(InboxEvent).where(InboxEvent.id == event_id)
            session.execute(mine.values(state=state))


def drained(kind: str, job: str, events: Sequence[int]) -> float:
    """Events a second that a worker of this kind gets through."""
    queue = Queue(QUEUE, connection=Redis.from_url(settings().redis_url or ""))
    with transaction() as session:
        theirs = update(InboxEvent).where(InboxEvent.id.in_(events))
        session.execute(theirs.values(state="planned"))
    for event_id in events:
        queue.enqueue(f"{__name__}.{job}", event_id, result_ttl=0)
    command = [sys.executable, "-m", __name__, kind]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    assert queue.count == 0 and queue.failed_job_registry.count == 0
    return len(events) / float(told.stdout.splitlines()[-1])


def main(kind: str) -> None:
    """Work until the queue is empty; the time begins when everything is imported."""
    connection = Redis.from_url(settings().redis_url or "")
    worker = WORKERS[kind]([Queue(QUEUE, connection=connection)], connection=connection)
    began = time.perf_counter()
    worker.work(burst=True, logging_level="ERROR")
    print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
