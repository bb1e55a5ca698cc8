"""A short outage in real processes: PostgreSQL killed under load, then Redis gone."""

import subprocess
import sys


def test_whatever_is_killed_callbacks_are_accepted_and_kept() -> None:
    command = [sys.executable, "-m", "tests.bench.outage", "--seconds", "4", "--every", "1.5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    lines = done.stdout.splitlines()
    assert lines[-1] == "outage: both promises are kept", done.stdout + done.stderr[-2000:]
    assert "PostgreSQL killed 0 times" not in lines[0]
    assert done.returncode == 0
