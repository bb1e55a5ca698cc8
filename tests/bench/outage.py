"""`python -m tests.bench.outage`: PostgreSQL killed again and again, then Redis gone, under load.

Every callback that was answered with 200 must be in the inbox when PostgreSQL is back.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import click
from sqlalchemy import select

from app import household
from app.children import Children
from app.config import settings
from app.db import engine, reading
from app.embedded import Postgres
from app.inbox.models import InboxEvent
from tests.bench.corp import enter_corp
from tests.bench.doors import await_answer, free_port
from tests.bench.events import distinct
from tests.bench.load import Volley, fire, spelt
from tests.bench.own import own_services
from tests.callbacks.sealing import Post

CONNECTIONS = 16
SLICE = 0.5  # seconds of load at a time: posts are sealed between two of them
RATE = 1500  # posts sealed for a second of load
PROMISED = 99.9  # per cent of callbacks that are accepted while PostgreSQL is being killed
NUMBER = re.compile(rb"nonce=([0-9]+)")


@dataclass
class Tally:
    """What was sent, and what came of it."""

    accepted: int = 0
    refused: int = 0
    slowest: float = 0.0
    numbers: set[int] = field(default_factory=set)

    def add(self, volley: Volley) -> None:
        self.accepted += len(volley.waits)
        self.refused += volley.refused + volley.unanswered
        self.slowest = max(self.slowest, *volley.waits, 0.0)
        self.numbers |= {number_in(request) for request in volley.acked}

    @property
    def share(self) -> float:
        """Per cent accepted."""
        return 100 * self.accepted / max(self.accepted + self.refused, 1)

    def line(self, what: str, lost: int) -> str:
        sent = self.accepted + self.refused
        return (
            f"{what}: {sent} sent, {self.share:.3f} % accepted, "
            f"slowest {self.slowest:.2f} s, {lost} accepted and lost"
        )


def number_in(request: bytes) -> int:
    found = NUMBER.search(request)
    assert found is not None
    return int(found[1])


@contextmanager
def served() -> Iterator[int]:
    """Our web, and its port."""
    children, port = Children(), free_port()
    household.start_web(children, port)
    try:
        await_answer(port)
        yield port
    finally:
        children.stop(10)


def under_load(port: int, seconds: float) -> Tally:
    """Callbacks for so long."""
    tally, until = Tally(), time.monotonic() + seconds
    while time.monotonic() < until:
        posts = [spelt(post, Post.path) for post in distinct(int(RATE * SLICE))]
        tally.add(fire(port, posts, CONNECTIONS, SLICE, may_hang_up=True))
    return tally


@contextmanager
def killed_every(seconds: float, postgres: Postgres, folder: Path) -> Iterator[list[float]]:
    """PostgreSQL dies again and again, and is started again each time."""
    kills: list[float] = []
    is_over = Event()

    def kill_on() -> None:
        while not is_over.wait(seconds):
            kills.append(time.monotonic())
            kill(folder)
            while postgres.is_alive():
                time.sleep(0.02)
            postgres.revive()

    thread = Thread(target=kill_on)
    thread.start()
    try:
        yield kills
    finally:
        is_over.set()
        thread.join()


def kill(folder: Path) -> None:
    """kill -9 the main process of PostgreSQL."""
    os.kill(int((folder / "postgresql/postmaster.pid").read_text().split()[0]), signal.SIGKILL)


def lost(tally: Tally, patience: float = 20) -> int:
    """How many of the accepted are not in the inbox, once the spool has been swept."""
    engine().dispose()
    deadline = time.monotonic() + patience
    while (missing := tally.numbers - kept()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return len(missing)


def kept() -> set[int]:
    with reading() as session:
        names = session.scalars(select(InboxEvent.external_userid)).all()
    return {int(name.removeprefix("wmBench")) for name in names if name}


def without_postgres(seconds: float, every: float, postgres: Postgres) -> tuple[Tally, int, int]:
    """The tally, how often PostgreSQL was killed, and how many accepted callbacks are lost."""
    with served() as port:
        under_load(port, SLICE)  # the keys are known, as in a house that has been running
        with killed_every(every, postgres, settings().instance_dir) as kills:
            tally = under_load(port, seconds)
        return tally, len(kills), lost(tally)


def without_redis(seconds: float, stop: Callable[[], object]) -> tuple[Tally, int]:
    """The tally, and how many accepted callbacks are lost."""
    with served() as port:
        under_load(port, SLICE)
        stop()
        tally = under_load(port, seconds)
        return tally, lost(tally)


@click.command()
@click.option("--seconds", default=60.0, help="How long PostgreSQL is killed.")
@click.option("--every", default=3.5, help="Seconds between two kills.")
def main(seconds: float, every: float) -> None:
    """Kill, count, and exit with 1 when a promise is broken."""
    with own_services() as (postgres, valkey):
        enter_corp()
        tally, kills, gone = without_postgres(seconds, every, postgres)
        click.echo(tally.line(f"PostgreSQL killed {kills} times in {seconds:.0f} s", gone))
        silent, missed = without_redis(seconds / 6, valkey.stop)
        click.echo(silent.line("Redis gone", missed))
    is_kept = tally.share >= PROMISED and silent.share == 100 and not gone and not missed
    click.echo(f"outage: {'both promises are kept' if is_kept else 'a promise is BROKEN'}")
    sys.exit(not is_kept)


if __name__ == "__main__":
    main()
