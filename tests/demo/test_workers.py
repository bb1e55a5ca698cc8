"""Killing a worker from the page ends that worker and nothing else."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo import workers

IDLE = "import time; print('up', flush=True); time.sleep(60)"


@pytest.fixture
def running() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait(5)


def start(running: list[subprocess.Popen[bytes]], *words: str) -> subprocess.Popen[bytes]:
    """A process that idles and whose command line holds `words`."""
    process = subprocess.Popen([sys.executable, "-c", IDLE, *words], stdout=subprocess.PIPE)
    running.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


def test_the_worker_of_a_lane_is_killed(instance: Path, running: list[subprocess.Popen[bytes]]):
    worker = start(running, "jobs.worker", "events")
    other = start(running, "jobs.worker", "bulk")
    workers.keep({"worker:events": worker.pid, "worker:bulk": other.pid, "web": 1})

    assert workers.workers() == {"events": worker.pid, "bulk": other.pid}
    assert workers.kill("events") == worker.pid
    assert worker.wait(5) == -signal.SIGKILL
    assert other.poll() is None


def test_a_pid_that_is_no_worker_any_more_is_left_alone(
    instance: Path, running: list[subprocess.Popen[bytes]]
):
    somebody = start(running, "something", "else")
    workers.keep({"worker:events": somebody.pid})
    assert workers.kill("events") is None
    assert somebody.poll() is None


def test_only_workers_can_be_killed(instance: Path):
    workers.keep({"web": 1, "ticker": 1})
    assert workers.kill("web") is None
    assert workers.kill("ticker") is None


def test_before_the_parent_has_noted_anybody_there_is_nobody(instance: Path):
    assert workers.known() == {}
