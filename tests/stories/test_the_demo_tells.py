"""The demo as a whole: the same story for the same seed, whoever is killed on the way."""

import random
import re
import time
from pathlib import Path

import pytest

from tests.stories.demo_process import demo
from tests.stories.kills import VICTIMS, without_seconds

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
    victims = list(VICTIMS)
    dice.shuffle(victims)
    with demo(tmp_path, *FLAGS) as troubled:
        assert troubled.pid("web")
        for victim in victims:
            time.sleep(dice.uniform(0.1, 0.5))
            troubled.kill(victim)
        assert troubled.process.poll() is None, "the story was over before everybody was killed"
        assert without_seconds(troubled.story(200)) == without_seconds(told)
