"""Playing one scene: at each of its points somebody dies, and another process makes it good."""

import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.chaos.crash_judge import troubles
from tests.chaos.crash_town import CrashTown, NotRecovered
from tests.chaos.scene_table import SCENES
from tests.chaos.scenes import Person, Scene


@dataclass(frozen=True)
class Task:
    """Which points of a scene: every `of`-th from the `first`, or a sample of so many."""

    scene: str
    first: int
    of: int
    sample: int
    seed: int

    def numbers(self, points: int) -> Sequence[int]:
        """Which of so many points are died at."""
        if not self.sample:
            return range(self.first, points + 1, self.of)
        dice = Random(f"{self.seed}:{self.scene}")
        return sorted(dice.sample(range(1, points + 1), min(self.sample, points)))


@dataclass
class Played:
    """What a task was."""

    scene: str
    met: Counter[str]  # the points of the scene, by kind, when nobody dies
    died: int = 0
    survived: int = 0
    people: int = 2  # customers it took; two before anybody died
    troubles: list[str] = field(default_factory=list)
    is_spoilt: bool = (
        False  # the town: something stays undone there, and nobody else can live in it
    )


def play(town: CrashTown, task: Task) -> Played:
    """Twice without a crash, then one crash after another."""
    scene = SCENES[task.scene]
    name = f"{scene.name}-{task.first}"
    one(town, scene, f"{name}-warm-up", None)  # what is remembered is not asked for again
    gc.collect()
    gc.freeze()  # what is loaded by now is looked at no more, here nor in the children
    met, found = one(town, scene, f"{name}-quiet", None)
    assert met is not None  # nobody was to die
    played = Played(scene.name, met)
    if not any(kind.endswith(("commit", "file")) for kind in met):
        played.troubles = ["nothing is kept in it, so nothing can be lost"]
        return played
    if found:
        played.died = 1
        played.troubles = [f"is not well without any crash: {found}"]
        return played
    for number in task.numbers(met.total()):
        try:
            reached, found = one(town, scene, f"{scene.name}-{number}", number)
        except NotRecovered as why:
            played.troubles.append(f"point {number} and those after it cannot be played: {why}")
            played.is_spoilt = True
            break
        played.people += 1
        played.died += reached is None
        played.survived += reached is None and not found
        played.troubles += [f"point {number}: {trouble}" for trouble in found]
    return played


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
