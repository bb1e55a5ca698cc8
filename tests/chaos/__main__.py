"""`make chaos ROUNDS=n SEED=s`: everybody is killed, WeCom misbehaves, and nothing may be lost.

The last line sums up; it ends non-zero when a promise is broken. Logs go to chaos.log.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from tests.chaos.checker import Verdict, judge
from tests.chaos.deeds import deeds
from tests.chaos.house import house
from tests.chaos.people import People
from tests.chaos.plain.subject import plain
from tests.chaos.stage import Played, Stage, Subject, Unsettled

PARTS = "follows,welcomes,group_messages,app_messages,archive,callbacks"
CHECKED_EVERY = 25  # rounds
MOST_TOLD = 50  # sentences of a kind
LAST_STEPS = timedelta(days=3)  # until every step has come due


def main() -> int:
    """Play the rounds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8760)
    asked.add_argument("--log", type=Path, default=None)
    asked.add_argument("--control", action="store_true", help="plain RQ, which must fail")
    asked.add_argument("--ordinary", action="store_true", help="no quicker than the settings say")
    wishes = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the services end with us
    log = (wishes.log or Path(tempfile.gettempdir()) / f"chaos-{os.getpid()}.log").open("ab")
    os.dup2(log.fileno(), 2)
    served_by = plain if wishes.control else partial(house, is_ordinary=wishes.ordinary)
    with (
        tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder,
        served_by(Path(folder) / "run", wishes.seed, wishes.port) as subject,
    ):
        is_broken = play(subject, wishes.rounds, wishes.seed)
    if wishes.control:
        print(
            "plain RQ fails, as it must" if is_broken else "plain RQ passes: so nothing is proved"
        )
        return 0 if is_broken else 1
    return 1 if is_broken else 0


def play(subject: Subject, rounds: int, seed: int) -> bool:
    """All rounds, then three quiet days, then the judgement: whether a promise is broken."""
    stage = Stage(subject.wecom, People(subject.wecom), subject)
    played: list[Played] = []
    began = time.monotonic()
    try:
        for number in range(rounds):
            dice, history = Random(f"{seed}:{number}"), stage.people.history
            planned = deeds(dice, number, history.friends(), stage.people.gone())
            played.append(stage.play(dice, planned))
            tell_round(number, played[-1])
            if (number + 1) % CHECKED_EVERY == 0 and verdict_of(stage).broken:
                break
        stage.pass_quietly(LAST_STEPS)
    except Unsettled as unsettled:
        print(f"BROKEN: {unsettled}")
        sum_up(stage, played, seed, began)
        return True
    return sum_up(stage, played, seed, began)


def verdict_of(stage: Stage) -> Verdict:
    """What is broken, as WeCom sees it and whoever serves."""
    truth = stage.wecom.get(f"/truth?part={PARTS}")
    verdict = judge(stage.people.history, truth, stage.now().timestamp())
    stage.subject.look(truth, verdict)
    return verdict


def tell(verdict: Verdict) -> None:
    """Print what is broken."""
    for name in ("lost", "doubled", "missing", "told", "uncalled", "wrong"):
        for sentence in getattr(verdict, name)[:MOST_TOLD]:
            print(f"  {name}: {sentence}")


def tell_round(number: int, played: Played) -> None:
    """A line for a round."""
    victims = ", ".join(played.kills) or "nobody"
    print(
        f"round {number}: {played.took:.1f} s, {played.beats} beats, killed {victims}; "
        f"at rest after {played.settled_in:.1f} s",
        flush=True,
    )


def sum_up(stage: Stage, played: list[Played], seed: int, began: float) -> bool:
    """The last line; whether a promise is broken."""
    verdict = verdict_of(stage)
    tell(verdict)
    killed = Counter(name for one in played for name in one.kills)
    met = stage.wecom.get("/truth?part=faults_met")["faults_met"]
    used = verdict.welcomes - len(verdict.missed)
    slowest = max((one.settled_in for one in played), default=0)
    print("killed: " + ", ".join(f"{name} {many}" for name, many in sorted(killed.items())))
    print("faults: " + ", ".join(f"{name} {many}" for name, many in sorted(met.items())))
    print("run again by a person, after -1 four times: " + (stage.subject.redriven() or "nothing"))
    print(
        f"chaos seed {seed}: {len(played)} rounds in {time.monotonic() - began:.0f} s, "
        f"{killed.total()} kills, {sum(met.values())} faults, {used}/{verdict.welcomes} welcomes "
        f"({len(verdict.too_late)} more were too late before WeCom told of them), "
        f"{verdict.steps} steps; {len(verdict.lost)} lost, {len(verdict.doubled)} doubled, "
        f"{len(verdict.missing)} missing, {len(verdict.uncalled)} uncalled for, "
        f"{len(verdict.wrong)} wrong tags; at rest after at most {slowest:.1f} s"
    )
    return bool(verdict.broken) or used < 0.999 * verdict.welcomes - 1


if __name__ == "__main__":
    sys.exit(main())
