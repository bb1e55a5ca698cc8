"""A worker runs our jobs and nothing else, whoever writes into Redis."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback, Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from app.config import settings
from app.db import reading, transaction
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent
from app.inbox.record import happened
from tests.conftest import CORP, MOMENT


def leave_a_trace(job, *_more) -> None:
    """What a callback of an intruder's job would do."""
    Path(job.meta["evidence"]).touch()


@pytest.fixture
def worker(house: None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "jobs.worker", "welcome"])
    yield process
    process.kill()
    process.wait()


def spoke(key: str) -> None:
    event = FollowAdded(corp_id=CORP, happened_at=MOMENT, userid="lina", external_userid="wmX")
    with transaction() as session:
        happened(session, event, key=key)


def await_planned(patience: float = 15) -> list[str]:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with reading() as session:
            states = list(session.scalars(select(InboxEvent.state)))
        if "new" not in states:
            return states
        time.sleep(0.05)
    raise AssertionError("the worker did not work")


@pytest.mark.parametrize("serializer", ["json", "pickle"])
def test_a_foreign_job_is_refused_and_the_lane_goes_on(worker, tmp_path: Path, serializer: str):
    evidence = tmp_path / "ran"
    trace = {"evidence": str(evidence)}
    intruder = Queue(
        "welcome",
        connection=Redis.from_url(settings().redis_url or ""),
        serializer=JSONSerializer if serializer == "json" else serializer,
    )
    intruder.enqueue("os.system", f"touch {evidence}")
    intruder.enqueue("subprocess.call", ["touch", str(evidence)])
    intruder.enqueue("jobs.nothing", on_failure=Callback(f"{__name__}.leave_a_trace"), meta=trace)
    intruder.enqueue(
        "jobs.sop.advance", 0, on_failure=Callback(f"{__name__}.leave_a_trace"), meta=trace
    )
    spoke("after the intruder")
    assert await_planned() == ["planned"]
    assert not evidence.exists()
    assert worker.poll() is None


def test_the_command_says_which_lanes_there_are():
    told = subprocess.run(
        [sys.executable, "-m", "jobs.worker", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert "welcome" in told.stderr
