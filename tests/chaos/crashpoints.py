"""`make crashpoints PART=k/n`: die at every point of every scene; another process must make it good.

The last line sums up; it ends non-zero when a crash was not survived. Logs go to crashpoints.log.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.chaos.crash_judge import troubles
from tests.chaos.crash_town import CrashTown, NotRecovered, crash_town
from tests.chaos.scene_table import SCENES
from tests.chaos.scenes import Person, Scene


def main() -> int:
    """Play the scenes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", default="1/1", help="k/n: every n-th point, from the k-th")
    asked.add_argument("--sample", type=int, default=0, help="so many points of each scene")
    asked.add_argument("--scene", choices=SCENES, action="append")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8820)
    asked.add_argument("--log", type=Path, default=None)
    wishes = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the services end with us
    log = wishes.log or Path(tempfile.gettempdir()) / f"crashpoints-{os.getpid()}.log"
    with log.open("ab") as kept:
        os.dup2(kept.fileno(), 2)
    began, chosen = time.monotonic(), [SCENES[name] for name in wishes.scene or SCENES]
    with (
        tempfile.TemporaryDirectory(prefix="crash-", ignore_cleanup_errors=True) as folder,
        crash_town(Path(folder) / "run", wishes.seed, wishes.port) as town,
    ):
        dice = Random(wishes.seed)
        results = [play(town, scene, wishes.part, wishes.sample, dice) for scene in chosen]
    there, died, survived = (sum(column) for column in zip(*results, strict=True))
    part = f"a sample of {wishes.sample} each" if wishes.sample else f"part {wishes.part}"
    print(
        f"crashpoints: {len(chosen)} scenes, {there} points; {part}: {died} crashes, "
        f"{survived} survived, {died - survived} not, {time.monotonic() - began:.0f} s"
    )
    return 0 if died and died == survived else 1


def play(
    town: CrashTown, scene: Scene, part: str, sample: int, dice: Random
) -> tuple[int, int, int]:
    """(how many points there are, how many were died at, how many of these were survived)."""
    one(town, scene, f"{scene.name}-warm-up", None)  # what is remembered is not asked for again
    met, found = one(town, scene, f"{scene.name}-quiet", None)
    assert met is not None  # nobody was to die
    if found:
        print(f"{scene.name} is not well without any crash: {found}", flush=True)
        return met.total(), 1, 0
    died = survived = 0
    for number in numbers(met.total(), part, sample, dice):
        reached, found = one(town, scene, f"{scene.name}-{number}", number)
        died += reached is None
        survived += reached is None and not found
        for trouble in found:
            print(f"  {scene.name}, point {number}: {trouble}", flush=True)
    print(f"{scene.name}: {met.total()} points ({kinds(met)}); {died} crashes, {survived} survived")
    sys.stdout.flush()
    return met.total(), died, survived


def one(
    town: CrashTown, scene: Scene, key: str, die_at: int | None
) -> tuple[Counter[str] | None, list[str]]:
    """A customer of their own, a crash, the recovery, and what is wrong then."""
    person = Person(key)
    scene.prepare(town, person)
    scene.begin(town, person)
    met = town.crash(lambda: scene.deed(town, person), die_at)
    try:
        scene.after(town, person)
        found = troubles(town, person)
    except NotRecovered as why:
        found = [str(why)]
    town.end_all_sops()
    return met, found


def numbers(points: int, part: str, sample: int, dice: Random) -> Sequence[int]:
    """Which points are died at."""
    if sample:
        return sorted(dice.sample(range(1, points + 1), min(sample, points)))
    which, of = (int(word) for word in part.split("/"))
    return range(which, points + 1, of)


def kinds(met: Counter[str]) -> str:
    """How many of which kind, before and after taken together."""
    told: Counter[str] = Counter()
    for kind, many in met.items():
        told[kind.partition(" ")[2]] += many
    return ", ".join(f"{many} {kind}" for kind, many in sorted(told.items()))


if __name__ == "__main__":
    sys.exit(main())
