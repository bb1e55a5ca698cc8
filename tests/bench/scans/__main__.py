"""`python -m tests.bench.scans --people 10000 --seed 1`: the door, the house's workers, a swift WeCom.

The product's clock stands still at that second: this is about losing and doubling, not about speed.
"""

import logging
import os
import struct
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import click

from app import clock, log
from app.children import Children
from app.config import settings
from app.db import reading
from app.due import is_anything_due
from app.household import start_web, start_work
from tests.bench.doors import await_answer, free_port
from tests.bench.own import own_services
from tests.bench.scans.check import Verdict, judge
from tests.bench.scans.control import keep_by_sender_and_second
from tests.bench.scans.crowd import deliver, deliveries
from tests.bench.welcome import crowd
from tests.bench.welcome.swift import heard, swift_wecom
from tests.conftest import MOMENT

ROOM = "externalcontact/get=10000000/60;externalcontact/send_welcome_msg=10000000/60"


def main() -> int:
    """Ours must keep the promise, and the control must break it."""
    parser = ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    log.start(logging.WARNING)
    words = deliveries(given.people, given.seed)
    with own_services(), swift_wecom(0) as address:
        stop_clock(settings().instance_dir)
        began = time.monotonic()
        crowd.enter("您好，很高兴认识您！")
        ours = work_through(given.people, words, address)
        took = time.monotonic() - began
        click.echo(f"ours: {ours}")
        crowd.enter("您好，很高兴认识您！")
        keep_by_sender_and_second(words[: 4 * min(given.people, 250)])
        control = judge(given.people, {"welcomed": {}, "again": {}})
        click.echo(f"control, FromUserName + CreateTime: {control.events} of {given.people} events")
    is_good = ours.is_kept and control.events < given.people
    click.echo(
        f"scans: {given.people} people, {len(words)} deliveries, {ours.customers} customers, "
        f"{ours.welcomed} welcomes, {ours.said_twice} said twice, {took:.0f} s, "
        f"{'kept' if is_good else 'BROKEN'}"
    )
    return not is_good


def stop_clock(folder: Path) -> None:
    """The product's clock, of all processes, stands at the second of the scans."""
    path = folder / "clock"
    path.write_bytes(struct.pack("<d", MOMENT.timestamp()))
    os.environ |= {"CLOCK_FILE": str(path), "WECOM_LIMITS": ROOM}
    clock.forget_file()
    settings.cache_clear()


def work_through(people: int, words: list[str], address: str) -> Verdict:
    """Deliver everything to the door while the workers work, and wait for the rest."""
    children, port = Children(), free_port()
    start_web(children, port)
    start_work(children)
    try:
        await_answer(port)
        volley = deliver(port, words)
        assert not volley.refused, f"{volley.refused} deliveries were refused"
        deadline = time.monotonic() + 60 + people / 20
        while time.monotonic() < deadline and is_busy():
            time.sleep(0.5)
    finally:
        children.stop()
    return judge(people, heard(address))


def is_busy() -> bool:
    """Whether something is due."""
    with reading() as session:
        return is_anything_due(session)


if __name__ == "__main__":
    sys.exit(main())
