"""`python -m tests.acquisition.fortnight`: every scene, minute by minute; then codes that are idle."""

import logging
import sys
import time
from argparse import ArgumentParser
from datetime import timedelta

from app import log
from tests.acquisition.fortnight.idle import idle
from tests.acquisition.fortnight.living import IN_TIME, Tally, fortnight
from tests.acquisition.fortnight.scenes import SCENES, Scene
from tests.bench.own import own_services

IDLE = 500
LOOKS = timedelta(minutes=10)


def main() -> int:
    """Live it all; the last line is the summary."""
    parser = ArgumentParser()
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    log.start(logging.ERROR)
    with own_services():
        tallies = [told(scene, given.seed, given.days) for scene in SCENES]
        rest = idle(IDLE, LOOKS)
    print(rest)
    is_kept = rest.is_kept and all(tally.is_kept for tally in tallies)
    wrong = sum(len(tally.wrong) for tally in tallies)
    print(
        f"schedules: {len(SCENES)} zones, {given.days} days each, "
        f"{sum(tally.looks for tally in tallies):,} looks at what WeCom has, {wrong} wrong; "
        f"{sum(tally.calls for tally in tallies)} calls for "
        f"{sum(tally.changes for tally in tallies)} changes, each within "
        f"{max(tally.latest for tally in tallies).total_seconds():.1f} s of "
        f"{IN_TIME.seconds}; {rest.for_codes} calls for {rest.codes} idle codes; "
        f"{'kept' if is_kept else 'BROKEN'}"
    )
    return 0 if is_kept else 1


def told(scene: Scene, seed: int, days: int) -> Tally:
    """Live a scene and say how it went."""
    began, cpu = time.monotonic(), time.process_time()
    tally = fortnight(scene, seed, days)
    leap = ", the clocks are put on the way" if scene.leaps(days) else ""
    print(
        f"{scene.zone} from {scene.start:%Y-%m-%d}{leap}: {tally.minutes} minutes, "
        f"{tally.adds} adds, {tally.changes} changes, {tally.calls} calls, {len(tally.wrong)} wrong "
        f"({time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of CPU)",
        flush=True,
    )
    for words in tally.wrong:
        print(f"  {words}", flush=True)
    return tally


if __name__ == "__main__":
    sys.exit(main())
