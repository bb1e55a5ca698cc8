"""The demo as a whole: the same story for the same seed, whoever is killed on the way."""

import os
import random
import re
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
from tests.stories.demo_process import CHILDREN, demo

FLAGS = ("--speed", "max", "--seed", "7", "--port", "8700")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The story of seed 7, undisturbed."""
    with demo(tmp_path_factory.mktemp("quiet"), *FLAGS) as quiet:
        return quiet.story()


def test_the_story_goes_from_scan_to_lead(told: str):
    whole = re.search(r"走完全程的客户：(\d+)", told)
    leads = re.findall(r"商机 (\d+) 分：(.+?)（来源", told)
    assert whole and int(whole[1]) >= 20
    assert len(leads) >= 5
    for score, reasons in leads:
        assert sum(int(points) for points in re.findall(r"([+-]\d+)", reasons)) == int(score)


def test_every_welcome_arrives_inside_its_twenty_seconds(told: str):
    seconds = [float(took) for took in re.findall(r"欢迎语已送达（([\d.]+) 秒）", told)]
    assert len(seconds) >= 20
    assert max(seconds) < 20
    assert "未送达" not in told


@pytest.mark.timeout(240)
def test_the_story_is_the_same_when_everybody_is_killed_once(told: str, tmp_path: Path):
    dice = random.Random(7)
    victims = [*CHILDREN, "valkey", "postgresql"]
    dice.shuffle(victims)
    with demo(tmp_path, *FLAGS) as troubled:
        assert troubled.pid(CHILDREN[0])
        for victim in victims:
            time.sleep(dice.uniform(0.3, 1.2))
            troubled.kill(victim)
        assert troubled.process.poll() is None, "the story was over before everybody was killed"
        assert troubled.story(200) == told


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
        assert running.process.wait(20) == 0
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
