"""What WeCom may answer to anything, and what our client must make of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bots.errcodes import KNOWN
from bots.errors import KINDS, Refused, Unavailable, WeComError
from tests.bots.loopback import Fault, cut, hung, raw, redirect, truncated

UNKNOWN = (987654321, 39999, -2, 45036)  # codes that no page of WeCom names
WORDS = "told, hint: [1700000000_5_ab], from ip: 10.1.2.3"


@dataclass(frozen=True)
class Case:
    """One answer; `error` None means that it is good."""

    name: str
    reply: dict[str, Any] | Fault
    error: type[WeComError] | None
    errcode: int = -1
    errmsg: str | None = None  # None: our own words
    reached: bool = True


def coded(errcode: int) -> Case:
    """The answer with an errcode, and the error that the table promises."""
    known = KNOWN.get(errcode)
    error = Refused if known is None else None if known.kind == "done" else KINDS[known.kind]
    # lists may be empty beside an error: whoever looks at them first is deceived
    answer = {"errcode": errcode, "errmsg": WORDS, "follow_user": [], "next_cursor": ""}
    is_busy = known is not None and known.kind == "busy"
    return Case(f"errcode {errcode}", answer, error, errcode, WORDS, reached=not is_busy)


def every_code() -> list[Case]:
    """Every code that WeCom has published, and some that it has not."""
    return [coded(errcode) for errcode in (*KNOWN, *UNKNOWN)]


def one_of_each_kind() -> list[Case]:
    """The first code of every kind, those that people meet most, and an unknown one."""
    first = {known.kind: code for code, known in reversed([*KNOWN.items()])}
    met = (-1, 40001, 40014, 42001, 41001, 41096, 45009, 48002, 60011, 60020, 84061, 41050)
    return [coded(errcode) for errcode in dict.fromkeys((*first.values(), *met, *UNKNOWN[:1]))]


def dripping(line: Any) -> None:
    """Headers, and then a blank now and then: each in time, all of them never."""
    line.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    while not line.loopback.released.wait(0.05):
        try:
            line.wfile.write(b" ")
        except OSError:  # the client has given up, as it should
            break
    line.close_connection = True


QUICK: tuple[tuple[str, Fault], ...] = (
    ("HTTP 500", raw(b"", 500)),
    ("HTTP 502 with a page", raw(b"<html>Bad Gateway</html>", 502)),
    ("HTTP 503 with a good answer", raw(b'{"errcode": 0, "errmsg": "ok"}', 503)),
    ("HTTP 404", raw(b"not here", 404)),
    ("a redirect", redirect),
    ("a page instead of JSON", raw(b"<html>busy</html>")),
    ("nothing", raw(b"")),
    ("JSON that is not an object", raw(b'["ok"]')),
    ("an errcode that is no number", raw(b'{"errcode": "0", "errmsg": "ok"}')),
    ("JSON cut short", raw(b'{"errcode": 0, "errmsg": "o')),
    ("not even text", raw(b"\xff\xfe\x00\x80")),
    ("less than was promised", truncated),
    ("a cut connection", cut),
)
SLOW: tuple[tuple[str, Fault], ...] = (("no answer", hung), ("an answer that drips", dripping))


def silences(faults: Iterable[tuple[str, Fault]]) -> list[Case]:
    """Answers that say nothing: the effect is unknown."""
    return [Case(name, reply, Unavailable) for name, reply in faults]
