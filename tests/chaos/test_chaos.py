"""Chaos and crash points in small; `make chaos` and `make crashpoints` play them in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = os.environ.get("CHAOS_ROUNDS", "60")
OURS = ("DATABASE_URL", "REDIS_URL", "INSTANCE_DIR", "SECRET_KEY", "CLOCK_FILE")


def ended(folder: Path, *command: str) -> str:
    """What it told, if it ended well."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    told = subprocess.run(
        [sys.executable, "-m", *command, "--log", str(folder / "log")],
        cwd=ROOT,
        env=clean,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(told.stdout)
    log = (folder / "log").read_text(errors="replace")[-3000:]
    assert told.returncode == 0, f"{told.stdout[-3000:]}\n{log}"
    return told.stdout


@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_in_the_chaos(tmp_path: Path):
    told = ended(tmp_path, "tests.chaos", "--rounds", ROUNDS, "--seed", "1", "--port", "8770")
    assert f"{ROUNDS} rounds" in told
    assert "0 lost, 0 doubled, 0 missing, 0 uncalled for, 0 wrong tags" in told


@pytest.mark.timeout(300)
def test_plain_rq_fails_the_same_checker(tmp_path: Path):
    rounds = ("--rounds", "6", "--seed", "2", "--port", "8790")
    assert "plain RQ fails, as it must" in ended(tmp_path, "tests.chaos", "--control", *rounds)


@pytest.mark.timeout(300)
def test_a_sample_of_crash_points_is_survived(tmp_path: Path):
    told = ended(tmp_path, "tests.chaos.crashpoints", "--sample", "2", "--port", "8830")
    assert ", 0 not," in told
