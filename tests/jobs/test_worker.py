"""A worker runs our jobs and nothing else, whoever writes into Redis."""

import os
import pickle
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


class Explodes:
    """A pickle that makes whoever loads it run a command."""

    def __init__(self, evidence: Path) -> None:
        self.evidence = str(evidence)

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.evidence}",)


def redis() -> Redis:
    return Redis.from_url(settings().redis_url or "")


def intruder(serializer: str) -> Queue:
    kind = JSONSerializer if serializer == "json" else serializer
    return Queue("welcome", connection=redis(), serializer=kind)


def goes_on(worker: subprocess.Popen[bytes], evidence: Path) -> None:
    """Whatever was put before it, our own work is done, and nothing else was."""
    spoke("after the intruder")
    assert await_planned() == ["planned"]
    assert not evidence.exists()
    assert worker.poll() is None


TRACE = f"{__name__}.leave_a_trace"


@pytest.mark.parametrize("serializer", ["json", "pickle"])
def test_a_foreign_job_is_refused_and_the_lane_goes_on(worker, tmp_path: Path, serializer: str):
    evidence = tmp_path / "ran"
    trace = {"evidence": str(evidence)}
    queue = intruder(serializer)
    queue.enqueue("os.system", f"touch {evidence}")
    queue.enqueue("subprocess.call", ["touch", str(evidence)])
    queue.enqueue("builtins.exec", f"open({str(evidence)!r}, 'w')")
    queue.enqueue("jobs.nothing", on_failure=Callback(TRACE), meta=trace)
    queue.enqueue("jobs.sop.advance", 0, on_failure=Callback(TRACE), meta=trace)
    queue.enqueue("jobs.sop.poll_task", 0, on_success=Callback(TRACE), meta=trace)
    queue.enqueue("jobs.sop.poll_task", 0, on_success=Callback("builtins.exec"), meta=trace)
    first = queue.enqueue("os.getpid")
    queue.enqueue("os.system", f"touch {evidence}", depends_on=first)
    goes_on(worker, evidence)


@pytest.mark.parametrize("field", ["data", "meta", "result"])
def test_a_pickle_in_any_field_of_a_job_is_never_loaded(worker, tmp_path: Path, field: str):
    evidence = tmp_path / "ran"
    bomb = pickle.dumps(Explodes(evidence))
    job = intruder("json").enqueue("jobs.sop.poll_task", 0)
    redis().hset(job.key, field, zlib.compress(bomb) if field == "data" else bomb)
    goes_on(worker, evidence)


BROKEN: dict[str, dict[str, bytes | str]] = {
    "no-time-at-all": {"created_at": "yesterday", "data": b"[]"},
    "no-number": {"data": b"x", "timeout": "soon"},
    "no-such-state": {"data": b"x", "status": "asleep"},
    "no-list-of-what-it-waits-for": {"data": b"x", "dependency_ids": "{"},
    "not-text": {"data": b"x", "origin": b"\xff\xfe"},
    "no-call": {"data": b"[1]"},
    "deep": {"data": b"[" * 100_000},
    "no-address": {"data": b"x", "webhooks": b"[{}]"},
}


def test_a_job_that_nobody_can_read_is_set_aside_and_the_worker_lives(worker, tmp_path: Path):
    for name, fields in BROKEN.items():
        for field, value in fields.items():
            redis().hset(f"rq:job:{name}", field, value)
        redis().rpush("rq:queue:welcome", name)
    goes_on(worker, tmp_path / "ran")
    kept = set(redis().scan_iter("quarantine:*"))
    assert kept == {f"quarantine:{name}".encode() for name in BROKEN}


def test_what_is_no_job_at_all_is_passed_over(worker, tmp_path: Path):
    redis().rpush("rq:job:a-list", "and no hash")
    for name in ("a-list", "no id of a job!", "nobody"):
        redis().rpush("rq:queue:welcome", name)
    goes_on(worker, tmp_path / "ran")


PARENT = """
import sys, time
from app.children import Children
print(Children().start("bulk", "-m", "jobs.worker", "bulk").pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_worker_does_not_outlive_the_parent_that_was_killed(house: None):
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(worker)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_command_says_which_lanes_there_are():
    told = subprocess.run(
        [sys.executable, "-m", "jobs.worker", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert "welcome" in told.stderr
