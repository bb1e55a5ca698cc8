"""`python -m tests.bench.killed`: a worker dies by kill -9 in the middle of a call to WeCom; how long
until what it was doing is done?

The WeCom answers after a while and has the effect at once, so each welcome was delivered before
its worker died: it must be found so, and not be said to the customer again.
"""

import logging
import os
import signal
import statistics
import sys
import time
from argparse import ArgumentParser

import click
from sqlalchemy import func, select

from app import log
from app.children import Children
from app.db import reading
from app.household import start_work
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import LANES, manned_lanes
from tests.bench.own import own_services
from tests.bench.welcome import crowd
from tests.bench.welcome.swift import heard, swift_wecom

MEDIAN, MOST = 5.0, 15.0  # seconds that are promised
ANSWERS_AFTER = 0.4  # seconds: the call that finds out takes as long again
# The lane whose worker is killed, and the call that it is in the middle of.
VICTIMS = {"welcome": "externalcontact/send_welcome_msg", "events": "externalcontact/get"}


def main() -> int:
    """Kill each victim `--trials` times; the last line is the summary."""
    parser = ArgumentParser()
    parser.add_argument("--trials", type=int, default=7)
    given = parser.parse_args()
    log.start(logging.WARNING)
    with own_services(), swift_wecom(ANSWERS_AFTER) as address:
        crowd.enter("您好，很高兴认识您！")
        children = Children()
        start_work(children)
        try:
            while not manned_lanes() >= set(LANES):
                time.sleep(0.1)
            waits = {
                lane: [trial(children, address, lane, path) for _ in range(given.trials)]
                for lane, path in VICTIMS.items()
            }
        finally:
            children.stop()
    every = sorted(wait for lane in waits.values() for wait in lane)
    for lane, took in waits.items():
        click.echo(f"{lane}: {', '.join(f'{wait:.1f}' for wait in sorted(took))} s")
    median, most = statistics.median(every), max(every)
    is_kept = median <= MEDIAN and most <= MOST
    click.echo(
        f"killed: {len(every)} workers in the middle of a call, back within {median:.1f} s (median), "
        f"{most:.1f} s (longest), {'kept' if is_kept else 'BROKEN'}"
    )
    return not is_kept


def trial(children: Children, address: str, lane: str, path: str) -> float:
    """One customer comes, one worker dies; seconds from its death until nothing is left to do."""
    before = calls(address, path)
    crowd.adds(1)
    while calls(address, path) == before:
        time.sleep(0.02)
    os.kill(children.pids()[f"worker:{lane}"], signal.SIGKILL)
    died_at = time.monotonic()
    while is_unfinished():
        children.watch()
        time.sleep(0.02)
        if time.monotonic() - died_at > 4 * MOST:
            return time.monotonic() - died_at
    took = time.monotonic() - died_at
    while lane not in manned_lanes():
        time.sleep(0.05)
    return took


def calls(address: str, path: str) -> int:
    """How often WeCom was called so."""
    return int(heard(address)["calls"].get(path, 0))


def is_unfinished() -> bool:
    """Whether some reaction or command has not ended."""
    with reading() as session:
        rows = (
            session.scalar(
                select(func.count()).select_from(table).where(table.finished_at.is_(None))
            )
            for table in (InboxReaction, OutboxCommand)
        )
        return any(rows)


if __name__ == "__main__":
    sys.exit(main())
