"""`make fuzz`: requests that nobody should send, at both faces of the door, and into PostgreSQL.

Each is answered with less than 500, alike by both faces, within 50 ms of CPU; what is accepted is
written to a real PostgreSQL, which must take it; memory stays flat.
"""

import asyncio
import io
import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import click
import psycopg
from flask import Flask

from app import clock
from app.config import settings
from callbacks.door import Door
from callbacks.entrance import Entrance
from callbacks.entry import Entry
from callbacks.envelope import Keys
from callbacks.keyring import Keyring
from callbacks.ledger import Ledger
from callbacks.letter import Letter
from callbacks.office import Office
from tests.bench.own import own_services
from tests.callbacks.mutants import Mutant, mutant
from tests.callbacks.sealing import AES_KEY, TOKEN
from tests.conftest import AGENTID, CORP, MOMENT

SLOW_MS = 50.0
GROWTH_MIB = 32.0  # that memory may grow after the first tenth
AT_ONCE = 250  # rows written together
ROOM = 20_000  # rows in the table before it is emptied


class Paper:
    """Stands in for the office: takes rows, and writes them to PostgreSQL many at once."""

    def __init__(self, url: str) -> None:
        self.keyring = Keyring({(CORP, AGENTID): Keys(CORP, TOKEN, AES_KEY)}.get)
        self._url = url
        self._real = Ledger(url, lambda: None)
        self._entries: list[Entry] = []
        self.written = self.refused = 0
        self.ledger = self

    def keep(self, entry: Entry, _letter: Letter) -> bool:
        self._entries.append(entry)
        return True

    async def keep_soon(self, entry: Entry) -> None:
        """The other face has brought the same row already."""

    def close(self) -> None:
        """Write the rest, and end."""
        self.write(least=1)
        self._real.close()
        self.keyring.close()

    def write(self, least: int = AT_ONCE) -> None:
        """Write what has come, once there is enough of it."""
        if len(self._entries) < least:
            return
        errors = self._real.keep(self._entries)
        self.refused += sum(error is not None for error in errors)
        before, self.written = self.written, self.written + len(errors)
        self._entries = []
        if before // ROOM != self.written // ROOM:
            with psycopg.connect(self._url) as connection:
                connection.execute("truncate inbox_event cascade")


@dataclass
class Verdict:
    """What came of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    unhandled: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_one: str = ""
    disturbed: int = 0
    grown: float = 0.0
    refused: int = 0

    @property
    def is_good(self) -> bool:
        is_answered = not self.unhandled and not self.differing and max(self.statuses) < 500
        is_flat = self.slowest <= SLOW_MS and self.grown <= GROWTH_MIB
        return is_answered and is_flat and not self.refused


class Faces:
    """The door as WSGI and as granian call it."""

    def __init__(self, office: Office) -> None:
        pages = Flask("house").wsgi_app
        self._door = Door(pages, lambda: office)
        self._entrance = Entrance(pages, lambda: office)
        self._loop = asyncio.new_event_loop()

    def wsgi(self, given: Mutant) -> int:
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": given.method,
            "PATH_INFO": given.path,
            "QUERY_STRING": given.query,
            "CONTENT_LENGTH": length_of(given),
            "wsgi.input": io.BytesIO(given.body),
        }
        b"".join(self._door(environ, lambda status, _head: said.append(status)))
        return int(said[0][:3])

    def rsgi(self, given: Mutant) -> int:
        said: list[int] = []
        scope = SimpleNamespace(
            path=given.path,
            method=given.method,
            query_string=given.query,
            headers={"content-length": length_of(given)},
        )
        proto = Proto(given.body[: int(length_of(given))] if is_number(given) else b"", said)
        self._loop.run_until_complete(self._entrance.__rsgi__(scope, proto))
        return said[0]


class Proto:
    """granian's side of one request."""

    def __init__(self, body: bytes, said: list[int]) -> None:
        self._body = body
        self._said = said

    async def __call__(self) -> bytes:
        return self._body

    def response_str(self, status: int, _head: Any, _text: str) -> None:
        self._said.append(status)


def length_of(given: Mutant) -> str:
    return str(len(given.body)) if given.length is None else given.length


def is_number(given: Mutant) -> bool:
    return length_of(given).isascii() and length_of(given).isdigit()


def fuzz(url: str, rounds: int, seed: int) -> Verdict:
    """So many requests, the same for the same seed."""
    random, verdict = Random(seed), Verdict()
    paper = Paper(url)
    faces = Faces(cast(Office, paper))
    at_first = 0.0
    with clock.held_at(MOMENT):
        for done in range(rounds):
            judge(faces, mutant(random), verdict)
            paper.write()
            if done == rounds // 10:
                at_first = resident()
        paper.close()
    verdict.grown = resident() - at_first
    verdict.refused = paper.refused
    return verdict


def judge(faces: Faces, given: Mutant, verdict: Verdict) -> None:
    """One request at both faces. One that seems slow is sent again twice: what is slow in it is slow
    each time, what disturbed it once is not."""
    try:
        status, took = timed(faces, given)
        other = faces.rsgi(given)
        if took > SLOW_MS:
            verdict.disturbed += 1
            took = min(took, *(timed(faces, given)[1] for _again in range(2)))
    except Exception as error:  # noqa: BLE001  what nobody foresaw is what we look for
        verdict.unhandled.append(f"{type(error).__name__}: {error} from {given}"[:600])
        return
    verdict.statuses[status] += 1
    if took > verdict.slowest:
        verdict.slowest, verdict.slowest_one = took, str(given)[:200]
    if status != other:
        verdict.differing.append(f"{status} and {other} from {given}"[:600])


def timed(faces: Faces, given: Mutant) -> tuple[int, float]:
    """The status, and the milliseconds of CPU that it took."""
    began = time.thread_time()
    status = faces.wsgi(given)
    return status, (time.thread_time() - began) * 1000


def resident() -> float:
    """MiB of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


@click.command()
@click.option("--rounds", default=100_000)
@click.option("--seed", default=1)
def main(rounds: int, seed: int) -> None:
    """Fuzz, and exit with 1 when something was not as promised."""
    logging.disable(logging.CRITICAL)
    with own_services():
        began = time.monotonic()
        verdict = fuzz(settings().database_url or "", rounds, seed)
        took = time.monotonic() - began
    slow = [verdict.slowest_one] if verdict.slowest > SLOW_MS else []
    for bad in (verdict.unhandled + verdict.differing + slow)[:10]:
        click.echo(bad)
    click.echo(" ".join(f"{status}: {count}" for status, count in sorted(verdict.statuses.items())))
    click.echo(
        f"fuzz: {rounds} executions, seed {seed}, {len(verdict.unhandled)} unhandled, "
        f"{len(verdict.differing)} answered differently by the two faces, "
        f"{verdict.refused} rows refused, slowest {verdict.slowest:.1f} ms of CPU "
        f"({verdict.disturbed} sent again), memory {verdict.grown:+.1f} MiB, {took:.0f} s: {'good' if verdict.is_good else 'BAD'}"
    )
    sys.exit(not verdict.is_good)


if __name__ == "__main__":
    main()
