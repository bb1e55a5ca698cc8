"""`python -m tests.bench.welcome`: a burst and a steady stream of adds behind a backlog.

The workers are the house's own processes. The burst meets a tiny loopback WeCom that answers after
40 ms, since the simulated one would take more CPU than two cores have for 600 calls in a second.
"""

import logging
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass

import click

from app import log
from app.children import Children
from app.clock import now
from app.household import start_work
from app.queue import LANES, manned_lanes, redis
from tests.bench.own import own_services
from tests.bench.welcome import crowd
from tests.bench.welcome.swift import heard, swift_wecom
from tests.bench.welcome.waits import Waits, await_all, measured

WARM = 5  # the first customers of a worker: it has met the statements by then
PLAIN = "您好，很高兴认识您！"
NAMED = "{客户昵称}您好，我是{员工姓名}，很高兴认识您！"


@dataclass(frozen=True)
class Scene:
    """A backlog, and customers who come: what is promised of their waits, in seconds."""

    name: str
    backlog: int
    rate: float
    seconds: float
    at_once: int
    text: str
    median: float
    p99: float
    planned: bool = True

    def verdict(self, waits: Waits) -> bool:
        """Whether all is as promised."""
        if not waits.seconds:
            return False
        return not waits.missed and waits.at(0.5) < self.median and waits.at(0.99) < self.p99


SCENES = (
    Scene("steady", 5_000, 20, 15, 1, PLAIN, 1.0, 20.0, planned=False),
    Scene("burst", 100_000, 600, 1, 10, PLAIN, 1.0, 1.0),
    Scene("burst with names", 100_000, 600, 1, 10, NAMED, 20.0, 20.0),
)


def main() -> int:
    """Play every scene `--rounds` times; the last line is the summary."""
    parser = ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--pause", type=float, default=0.04)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    log.start(logging.WARNING)
    broken = told = 0
    with own_services(), swift_wecom(given.pause) as address:
        for scene in SCENES:
            if given.only in scene.name:
                for _ in range(given.rounds):
                    told += 1
                    broken += not play(scene, address)
    click.echo(f"welcome: {told} scenes, {broken} broken promises")
    return bool(broken)


def play(scene: Scene, address: str) -> bool:
    """One scene with fresh workers."""
    redis().flushall()
    crowd.enter(scene.text)
    children = Children()
    crowd.edits(scene.backlog, planned=scene.planned)
    start_work(children)
    try:
        while not manned_lanes() >= set(LANES):
            time.sleep(0.1)
        crowd.adds(WARM)
        await_all(WARM)
        time.sleep(2)  # the sweep has rung, and the backlog is being worked on
        began = now()
        came = crowd.come(scene.rate, scene.seconds, scene.at_once)
        await_all(came + WARM)
        waits = measured(came, began)
    finally:
        children.stop()
    again = sum(heard(address)["again"].values())
    return report(scene, waits, again)


def report(scene: Scene, waits: Waits, again: int) -> bool:
    """A line about it; whether the promise holds."""
    is_kept = scene.verdict(waits) and not again
    spread = "no welcome"
    if waits.seconds:
        p50, p99, most = (waits.at(share) * 1000 for share in (0.5, 0.99, 1.0))
        spread = f"p50 {p50:,.0f} ms, p99 {p99:,.0f} ms, longest {most:,.0f} ms"
    click.echo(
        f"{scene.name}: {waits.came} adds behind {scene.backlog:,}: {spread}, "
        f"{waits.missed} missed, {again} said twice, {dict(waits.states)}"
        f"{'' if is_kept else '  BROKEN'}"
    )
    return is_kept


if __name__ == "__main__":
    sys.exit(main())
