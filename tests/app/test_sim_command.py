"""`flask sim` starts the simulated WeCom with its own options and ends with it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "sim"]


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield command
    finally:
        command.kill()
        command.communicate()


def test_it_passes_its_options_on_and_says_where_it_listens():
    with running("--seed", "12", "--customers", "3", "--speed", "0") as command:
        assert command.stdout is not None
        here = json.loads(command.stdout.readline())
        base = here["control_base"]
        customers = requests.get(f"{base}/customers", timeout=9).json()["customers"]
        assert len(customers) == 3
        command.send_signal(signal.SIGTERM)
        assert command.wait(timeout=9) == 0
        with pytest.raises(requests.ConnectionError):
            requests.get(f"{base}/state", timeout=1)


def test_a_mistake_is_answered_with_the_simulators_own_options():
    done = subprocess.run(
        [*COMMAND, "--seed", "seven"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert ("--seed" in done.stderr, "--clock-file" in done.stderr) == (True, True)
