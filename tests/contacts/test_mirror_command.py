"""`flask mirror` shows how far it is, and after kill -9 it goes on where it was."""

import os
import subprocess
import sys
import time
from pathlib import Path

from app.contacts.mirror.progress import Progress, latest
from app.db import reading
from tests.contacts.corp import ROW, ours, simulated
from tests.simulator.rig import Sim

ROOT = Path(__file__).resolve().parents[2]
BATCH = "externalcontact/batch/get_by_user"


def flask_mirror(sim: Sim) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "mirror"]
    return subprocess.Popen(
        [*command, "--corp", sim.world.corp.corpid],
        cwd=ROOT,
        env={**os.environ, "LEASE_FOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def progress(sim: Sim) -> Progress | None:
    with reading() as session:
        return latest(session, sim.world.corp.corpid)


def test_killed_in_the_middle_it_goes_on_and_asks_for_little_twice(house: None) -> None:
    with simulated(customers=2500) as sim:
        sim.order("faults", slow={"path": BATCH, "seconds": 0.02, "times": None})
        first = flask_mirror(sim)
        until = time.monotonic() + 30
        while (told := progress(sim)) is None or told.seen < 800:
            assert time.monotonic() < until, first.communicate(timeout=1)
            time.sleep(0.01)
        first.kill()
        first.communicate(timeout=10)
        seen = len(ours(sim))
        assert 800 <= seen < 2500
        out, err = flask_mirror(sim).communicate(timeout=60)
        listed = len(sim.world.follows)
        assert f"mirror: done; {listed} customers of 6 members compared" in out, (out, err)
        assert len(err.splitlines()) > 2, "a line for every tenth"
        assert err.splitlines()[-1].startswith("[####################] 100 %")
        assert len(ours(sim)) == listed
        calls = sum(sim.see("truth")["api_calls"][BATCH].values())
        assert calls <= sum(-(-n // 100) for n in _by_member(sim)) + 5, "one slice twice at most"


def _by_member(sim: Sim) -> list[int]:
    members = [userid for userid, _who in ours(sim)]
    return [members.count(userid) for userid in set(members)]


def test_the_corp_must_be_named_where_there_are_two(house: None) -> None:
    with simulated() as sim:
        assert ROW == 2
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "mirror"]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (told.returncode, "which corp?" in told.stderr) == (2, True), told.stderr
        assert progress(sim) is None
