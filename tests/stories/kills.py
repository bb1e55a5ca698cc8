"""`make kills`: the demo's story is told again and again while everybody under it is killed.

Each round starts the demo anew, sends kill -9 to web, ticker, every worker, Valkey and
PostgreSQL twice in random order, and compares the story with the undisturbed one.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.stories.demo_process import CHILDREN, demo

FLAGS = ("--speed", "max", "--seed", "7")
VICTIMS = (*CHILDREN, "valkey", "postgresql")


def without_seconds(story: str) -> str:
    """A welcome that had to be said again took longer: how long is another claim."""
    return re.sub(r"已送达（[\d.]+ 秒）", "已送达", story)


def undisturbed() -> str:
    """The story as it is told in peace."""
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder) / "run", *FLAGS) as quiet:
        return quiet.story()


def disturbed(dice: random.Random) -> tuple[int, str]:
    """(how many were killed, the story) of one round."""
    victims = [*VICTIMS, *VICTIMS]
    dice.shuffle(victims)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder) / "run", *FLAGS) as troubled:
        troubled.pid(CHILDREN[0])
        killed = 0
        for victim in victims:
            time.sleep(dice.uniform(0.2, 1.0))
            if troubled.process.poll() is not None:
                break  # the story was told before everybody had their turn
            troubled.kill(victim)
            killed += 1
        return killed, troubled.story(300)


def main() -> int:
    """Play the rounds; the last line sums them up."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=8)
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    told, kills, broken = without_seconds(undisturbed()), 0, 0
    for seed in range(wishes.seed, wishes.seed + wishes.rounds):
        killed, story = disturbed(random.Random(seed))
        is_same = without_seconds(story) == told
        kills, broken = kills + killed, broken + (not is_same)
        print(f"seed {seed}: {killed} kills, {'the same story' if is_same else 'ANOTHER STORY'}")
    print(f"{wishes.rounds} rounds, {kills} kills, {broken} stories that differ")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
