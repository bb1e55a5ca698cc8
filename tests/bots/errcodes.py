"""`make errcodes`: whatever WeCom answers to whatever we say, our client names it, and soon.

Every command and question meets every kind of answer; every errcode meets one command, one
question and gettoken. The product of all with all would be the same code run for an hour.
"""

import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any, cast

from bots.commands import COMMANDS, MarkTag
from bots.deadline import Lines
from bots.errors import Unavailable, WeComError
from bots.questions import QUESTIONS, GetExternalContact
from bots.speech import Command, Question
from bots.tokens import LocalTokens
from bots.wecom import WeCom
from tests.bots.cases import QUICK, SLOW, Case, every_code, one_of_each_kind, silences
from tests.bots.loopback import Fault, Loopback, opened

Speech = type[Command] | type[Question]
EVERYTHING: tuple[Speech, ...] = (*COMMANDS.values(), *QUESTIONS.values())
TIMEOUT = (1.0, 1.2)  # to connect, and for the whole answer
GRACE = 1.0  # beyond its time-outs, on a busy machine
GETTOKEN = {"errcode": 0, "errmsg": "ok", "access_token": "T", "expires_in": 7200}


class Anything(dict[str, list[dict[str, Any] | Fault]]):
    """A script that answers every path but gettoken's in the same way."""

    def __missing__(self, path: str) -> list[dict[str, Any] | Fault]:
        return self["*"]


def spoken(kind: Speech) -> Any:
    """Something of this kind that sends nothing of its own: what it holds is not the matter."""
    words: dict[str, Any] = {
        "body": lambda _: {},
        "params": lambda _: {},
        "__post_init__": lambda _: None,
    }
    return object.__new__(type(kind.__name__, (kind,), words))


@dataclass
class Bench:
    """A server that answers as a case says, and a client that has never spoken to it."""

    loopback: Loopback
    lines: Lines

    def complaints(self, kind: Speech, case: Case, *, at: str = "*") -> list[str]:
        """What is wrong with our client when `kind` (or gettoken) is answered so."""
        self.loopback.script.update({"gettoken": [GETTOKEN], "*": [case.reply], at: [case.reply]})
        self.loopback.seen.clear()
        began = time.monotonic()
        error = self._error(kind)
        took = time.monotonic() - began
        found = list(misjudged(case, error, is_sent=at == "*"))
        if took > sum(TIMEOUT) + GRACE:
            found.append(f"took {took:.1f} s")
        calls = [seen.path for seen in self.loopback.seen]
        if len(calls) - calls.count("gettoken") > 2 or calls.count("gettoken") > 2:
            found.append(f"called {calls}")
        return [f"{kind.__name__} answered by {case.name} at {at}: {one}" for one in found]

    def _error(self, kind: Speech) -> WeComError | None:
        def now() -> datetime:
            return datetime.now(UTC)

        client = WeCom(
            "wwtest000000000001",
            "secret",
            base_url=self.loopback.url,
            tokens=LocalTokens(now),
            now=now,
            lines=self.lines,
            timeout=TIMEOUT,
        )
        try:
            speech = spoken(kind)
            client.say(speech) if issubclass(kind, Command) else client.ask(speech)
        except WeComError as error:
            return error
        return None


def misjudged(case: Case, error: WeComError | None, *, is_sent: bool) -> Iterator[str]:
    """How the error differs from what the case must become."""
    if case.error is None:
        if error is not None:
            yield f"a good answer became {error!r}"
        return
    if error is None:
        yield "SILENT: nothing was raised"
        return
    if type(error) is not case.error:
        yield f"{type(error).__name__} instead of {case.error.__name__}"
    if error.errcode != case.errcode or case.errmsg not in (None, error.errmsg):
        yield f"the words are lost: {error}"
    if isinstance(error, Unavailable) and error.reached != (case.reached and is_sent):
        yield f"reached is {error.reached}"


@contextmanager
def benches(count: int) -> Iterator[list[Bench]]:
    """So many servers, each with a client beside it."""
    loopbacks = [Loopback(Anything()) for _ in range(count)]
    servers = [opened(loopback) for loopback in loopbacks]
    try:
        yield [Bench(loopback, Lines(size=2)) for loopback in loopbacks]
    finally:
        for loopback, server in zip(loopbacks, servers, strict=True):
            loopback.released.set()
            server.shutdown()
            server.server_close()


Try = tuple[Speech, Case, str]


def tries(*, each: int = 1) -> list[Try]:
    """Who is answered how, and where. `each` thins it out: a third is `each=3`, without the slow
    ones, but still with every command and question and every kind of answer."""
    few, codes = one_of_each_kind() + silences(QUICK), every_code()
    found: list[Try] = [
        (kind, case, "*")
        for number, kind in enumerate(EVERYTHING)
        for case in few[number % each :: each]
    ]
    both = cast("tuple[Speech, ...]", (MarkTag, GetExternalContact))
    found += [(kind, case, "*") for kind, case in product(both, codes[::each])]
    at_gettoken = [case for case in codes if case.error] + silences(QUICK)
    found += [(MarkTag, case, "gettoken") for case in at_gettoken[::each]]
    if each == 1:
        found += [(kind, case, "*") for kind, case in product(EVERYTHING, silences(SLOW))]
        found += [(MarkTag, case, "gettoken") for case in silences(SLOW)]
    return found


def judge(todo: list[Try], width: int) -> list[str]:
    """Try them all, `width` at a time; the complaints."""
    with benches(width) as free, ThreadPoolExecutor(width) as threads:

        def one(given: Try) -> list[str]:
            kind, case, at = given
            bench = free.pop()
            try:
                return bench.complaints(kind, case, at=at)
            finally:
                free.append(bench)

        return [complaint for found in threads.map(one, todo) for complaint in found]


def main() -> int:
    """Try everything and say so; the last line is the summary."""
    logging.disable(logging.CRITICAL)  # the client complains of every refusal, as it should
    began = time.monotonic()
    todo = tries()
    complaints = judge(todo, 16)
    for complaint in complaints[:40]:
        print(complaint)
    silent = sum("SILENT" in complaint for complaint in complaints)
    codes = len({case.errcode for _, case, _ in todo})
    print(
        f"errcodes: {'broken' if complaints else 'good'}: {len(EVERYTHING)} commands and questions, "
        f"{codes} errcodes (each to a command, a question and gettoken), "
        f"{len(QUICK) + len(SLOW)} broken answers, {len(todo)} tries, "
        f"{len(complaints)} misjudged, {silent} silent, {time.monotonic() - began:.0f} s"
    )
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
