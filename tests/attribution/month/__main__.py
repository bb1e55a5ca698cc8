"""`python -m tests.attribution.month`: a month of so many people, and whether both counts agree."""

import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.attribution.month.compared import differences, today
from tests.attribution.month.living import live
from tests.bench.own import own_services
from tests.town import living_town

DAYS, AFTER = 21, 9


def main(people: int, seed: int) -> int:
    """Live the month and compare."""
    from app.attribution.recount import recount

    started = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(own_services())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        env = stack.enter_context(pytest.MonkeyPatch.context())
        town = stack.enter_context(living_town(folder, env, "--seed", str(seed)))
        begins = today()
        live(town, people, days=DAYS, after=AFTER, seed=seed)
        counts, wrong = differences(town, begins)
        again = recount(town.corp_id)
    print(f"{people} people over {DAYS + AFTER} virtual days, {counts}")
    print(f"by the inbox: {again.arrivals} arrivals, {len(again.differing)} differ")
    print(f"by WeCom's truth: {len(wrong)} cells of code, member and day differ")
    print(f"{time.monotonic() - started:.0f} s")
    for one in wrong[:10]:
        print(f"  {one}")
    return 1 if wrong or again.differing else 0


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(main(asked.people, asked.seed))
