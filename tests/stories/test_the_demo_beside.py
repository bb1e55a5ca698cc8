"""The demo and what is around it: a doorbell that hangs, and a database that is not its own."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from app.config import settings
from app.corps.models import Corp
from app.db import reading
from app.demo.control import Simulated
from tests.conftest import CORP
from tests.stories.demo_process import demo


@pytest.mark.timeout(180)
def test_callbacks_are_accepted_while_valkey_stands_still_and_work_resumes(tmp_path: Path):
    slow = ("--speed", "1", "--port", "8720", "--customers", "0")
    with demo(tmp_path, *slow) as running:
        env = running.environment()
        wecom = Simulated(env["SIMULATOR_URL"])
        wait_for(lambda: wecom.get("/codes")["codes"])
        os.kill(running.valkey(), signal.SIGSTOP)
        stopped = time.monotonic()
        try:
            for key in ("a", "b", "c"):
                wecom.post("/people/scan", {"state": "lk-demo-web", "customer": {"key": key}})
            wait_for(lambda: len(kept(env["DATABASE_URL"])) == 3)
            assert time.monotonic() - stopped < 15
            time.sleep(max(0, 20 - (time.monotonic() - stopped)))
            assert greeted(wecom) == 0
        finally:
            os.kill(running.valkey(), signal.SIGCONT)
        wait_for(lambda: greeted(wecom) == 3)
        assert [len(one["tries"]) for one in wecom.get("/truth")["callbacks"]] == [1, 1, 1]
        everybody = running.pids()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(60) == 0
        wait_for(lambda: not any(lives(pid) for pid in everybody))


def test_the_demo_never_touches_a_database_that_is_set(house, tmp_path: Path):
    theirs = {
        "DATABASE_URL": settings().database_url or "",
        "REDIS_URL": settings().redis_url or "",
    }
    quick = ("--speed", "max", "--port", "8740", "--customers", "1")
    with demo(tmp_path, *quick, env=theirs) as beside:
        assert "客户 1 " in beside.story()
    with reading() as session:
        assert session.scalars(select(Corp.corp_id)).all() == [CORP]


def lives(pid: int) -> bool:
    """Whether there is such a process, apart from one that only waits to be counted."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def kept(database_url: str) -> list[tuple[str]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            "select external_userid from inbox_event where name = 'FollowAdded'"
        ).fetchall()


def greeted(wecom: Simulated) -> int:
    return sum(one["sent_at"] is not None for one in wecom.get("/truth")["welcomes"])


def wait_for(claim, patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not claim():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
