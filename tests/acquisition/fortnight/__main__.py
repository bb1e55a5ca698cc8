"""`python -m tests.acquisition.fortnight`: every scene, minute by minute, then codes that are idle."""

import sys
import time
from argparse import ArgumentParser

from sqlalchemy import text

from tests.acquisition.fortnight.living import fortnight
from tests.acquisition.fortnight.scenes import SCENES
from tests.bench.own import own_services


def main() -> int:
    """Live it all; the last line is the summary."""
    parser = ArgumentParser()
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with own_services():
        tallies = []
        for scene in SCENES:
            began = time.process_time()
            tally = fortnight(scene, given.seed, given.days)
            print(scene.zone, tally, time.process_time() - began, flush=True)
            tallies.append(tally)
    return not all(t.is_kept for t in tallies)


if __name__ == "__main__":
    sys.exit(main())
