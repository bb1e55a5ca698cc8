"""`make crashpoints PART=k/n JOBS=j`: die at every point of every scene; another process must make
it good.

The last line sums up; it ends non-zero when a crash was not survived. Logs go to crashpoints.log.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.crash_jobs import played
from tests.chaos.crash_play import Played, Task
from tests.chaos.scene_table import SCENES


def main() -> int:
    """Play the scenes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", default="1/1", help="k/n: every n-th point, from the k-th")
    asked.add_argument("--sample", type=int, default=0, help="so many points of each scene")
    asked.add_argument("--scene", choices=SCENES, action="append")
    asked.add_argument("--jobs", type=int, default=1, help="so many processes at once")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8820)
    asked.add_argument("--log", type=Path, default=None)
    wishes = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the players end with us
    log = wishes.log or Path(tempfile.gettempdir()) / f"crashpoints-{os.getpid()}.log"
    with log.open("ab") as kept:
        os.dup2(kept.fileno(), 2)
    began, chosen = time.monotonic(), wishes.scene or list(SCENES)
    shares = 1 if wishes.sample else wishes.jobs
    tasks = [task for name in chosen for task in shared(wishes, name, shares)]
    ended: dict[str, list[Played]] = {}
    for outcome in played(tasks, wishes.jobs, wishes.seed, wishes.port):
        ended.setdefault(outcome.scene, []).append(outcome)
        if len(ended[outcome.scene]) == shares:
            tell(outcome.scene, ended[outcome.scene])
    scenes = [summed(of_scene) for of_scene in ended.values()]
    there, died, survived = (sum(column) for column in zip(*scenes, strict=True))
    part = f"a sample of {wishes.sample} each" if wishes.sample else f"part {wishes.part}"
    print(
        f"crashpoints: {len(chosen)} scenes, {there} points; {part}: {died} crashes, "
        f"{survived} survived, {died - survived} not, {time.monotonic() - began:.0f} s"
    )
    is_well = not any(one.troubles for of_scene in ended.values() for one in of_scene)
    return 0 if died and died == survived and is_well else 1


def shared(wishes: argparse.Namespace, scene: str, shares: int) -> Iterator[Task]:
    """The points of a scene that were asked for, dealt to so many."""
    first, of = (int(word) for word in wishes.part.split("/"))
    for share in range(shares):
        yield Task(scene, first + share * of, of * shares, wishes.sample, wishes.seed)


def summed(shares: list[Played]) -> tuple[int, int, int]:
    """(how many points there are, how many were died at, how many of these were survived)."""
    there = max(one.met.total() for one in shares)
    return there, sum(one.died for one in shares), sum(one.survived for one in shares)


def tell(scene: str, shares: list[Played]) -> None:
    """Print how a scene has gone."""
    for trouble in (trouble for one in shares for trouble in one.troubles):
        print(f"  {scene}, {trouble}")
    there, died, survived = summed(shares)
    longest = max((one.met for one in shares), key=Counter.total)
    print(f"{scene}: {there} points ({kinds(longest)}); {died} crashes, {survived} survived")
    sys.stdout.flush()


def kinds(met: Counter[str]) -> str:
    """How many of which kind, before and after taken together."""
    told: Counter[str] = Counter()
    for kind, many in met.items():
        told[kind.partition(" ")[2]] += many
    return ", ".join(f"{many} {kind}" for kind, many in sorted(told.items()))


if __name__ == "__main__":
    sys.exit(main())
