"""`make chaos ROUNDS=n SEED=s`: everybody is killed, WeCom misbehaves, and nothing may be lost.

The last line sums up; it ends non-zero when a promise is broken. Logs go to chaos.log.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

from app.db import reading
from tests.chaos import mirror
from tests.chaos.checker import Verdict, judge
from tests.chaos.deeds import deeds
from tests.chaos.house import House, house
from tests.chaos.people import People
from tests.chaos.stage import Played, Stage, Unsettled

PARTS = "follows,welcomes,group_messages,app_messages,archive,callbacks"
CHECKED_EVERY = 25  # rounds
LAST_STEPS = timedelta(days=3)  # until every step has come due


def main() -> int:
    """Play the rounds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--port", type=int, default=8760)
    asked.add_argument("--log", type=Path, default=None)
    wishes = asked.parse_args()
    log = (wishes.log or Path(tempfile.gettempdir()) / f"chaos-{os.getpid()}.log").open("ab")
    os.dup2(log.fileno(), 2)
    with (
        tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder,
        house(Path(folder) / "run", wishes.seed, wishes.port) as subject,
    ):
        return play(subject, wishes.rounds, wishes.seed)


def play(subject: House, rounds: int, seed: int) -> int:
    """All rounds, then three quiet days, then the judgement."""
    wecom = subject.demo.simulated
    stage = Stage(wecom, People(wecom), subject)
    played: list[Played] = []
    began = time.monotonic()
    try:
        for number in range(rounds):
            dice, history = Random(f"{seed}:{number}"), stage.people.history
            planned = deeds(dice, number, history.friends(), stage.people.gone())
            played.append(stage.play(dice, planned))
            tell_round(number, played[-1])
            if (number + 1) % CHECKED_EVERY == 0 and tell(verdict_of(subject, stage)):
                return sum_up(subject, stage, played, seed, began)
        stage.pass_quietly(LAST_STEPS)
    except Unsettled as unsettled:
        print(f"BROKEN: {unsettled}")
        sum_up(subject, stage, played, seed, began)
        return 1
    return sum_up(subject, stage, played, seed, began)


def verdict_of(subject: House, stage: Stage) -> Verdict:
    """What is broken, as WeCom and the house see it."""
    truth = stage.wecom.get(f"/truth?part={PARTS}")
    verdict = judge(stage.people.history, truth, stage.now().timestamp())
    with reading() as session:
        mirror.compare(session, subject.demo.corp_id, truth, verdict)
        why = mirror.reasons(session, verdict.missed)
        verdict.told = [mirror.said_of(session, *step) for step in verdict.missing]
    verdict.lost += [f"welcome {reason}" for reason in why.values() if reason.startswith("ours")]
    return verdict


def tell(verdict: Verdict) -> int:
    """Print what is broken; returns how much."""
    for name in ("lost", "doubled", "missing", "told", "uncalled", "wrong"):
        for sentence in getattr(verdict, name)[:10]:
            print(f"  {name}: {sentence}")
    return verdict.broken


def tell_round(number: int, played: Played) -> None:
    """A line for a round."""
    victims = ", ".join(played.kills) or "nobody"
    print(
        f"round {number}: {played.took:.1f} s, {played.beats} beats, killed {victims}; "
        f"at rest after {played.settled_in:.1f} s",
        flush=True,
    )


def sum_up(subject: House, stage: Stage, played: list[Played], seed: int, began: float) -> int:
    """The last line."""
    verdict = verdict_of(subject, stage)
    tell(verdict)
    killed = Counter(name for one in played for name in one.kills)
    met = stage.wecom.get("/truth?part=faults_met")["faults_met"]
    used = verdict.welcomes - len(verdict.missed)
    slowest = max((one.settled_in for one in played), default=0)
    print("killed: " + ", ".join(f"{name} {many}" for name, many in sorted(killed.items())))
    print("faults: " + ", ".join(f"{name} {many}" for name, many in sorted(met.items())))
    print(f"redriven after four times -1: {dict(subject.redriven)}")
    print(
        f"chaos seed {seed}: {len(played)} rounds in {time.monotonic() - began:.0f} s, "
        f"{killed.total()} kills, {sum(met.values())} faults, {used}/{verdict.welcomes} welcomes, "
        f"{verdict.steps} steps; {len(verdict.lost)} lost, {len(verdict.doubled)} doubled, "
        f"{len(verdict.missing)} missing, {len(verdict.uncalled)} uncalled for, "
        f"{len(verdict.wrong)} wrong tags; at rest after at most {slowest:.1f} s"
    )
    return 1 if verdict.broken or used < 0.999 * verdict.welcomes else 0


if __name__ == "__main__":
    sys.exit(main())
