"""Reading an order of faults; whatever is not understood is refused, and then nothing is ordered."""

from collections.abc import Callable, Iterator
from typing import Any

from bots.simulator.errors import MistakeError
from bots.simulator.faults.fault import Fault, fault, number, one_of
from bots.simulator.models import Json

WHEN = ("before", "after")
SPOILT = ("html", "not_json", "empty", "truncated", "broken")
NEEDS_AN_ANSWER = ("truncated", "broken")
DEEDS = ("duplicate", "late", "reorder", "lose")
SETTINGS = (
    "callback",
    "revoke_tokens",
    "reissue_tokens",
    "lag",
    "clear",
)  # what is no fault with a count


def read_faults(wishes: Json) -> list[Fault]:
    unknown = set(wishes) - set(READERS) - set(SETTINGS)
    if unknown:
        raise MistakeError(f"there is no fault called {', '.join(sorted(unknown))}")
    return [one for word, read in READERS.items() for one in read(wishes.get(word))]


def _api(wish: Any) -> Iterator[Fault]:
    if not isinstance(wish or {}, dict):
        raise MistakeError("api is an object: paths and their faults")
    for path, given in (wish or {}).items():
        for one in given if isinstance(given, list) else [given]:
            errcode = one.get("errcode") if isinstance(one, dict) else None
            if not isinstance(errcode, int):
                raise MistakeError(f"api fault for {path} needs an errcode")
            yield fault("errcode", path, one, errcode=errcode)


def _cut(wish: Any) -> Iterator[Fault]:
    for one in _several(wish, "path"):
        yield fault("cut", one["path"], one, when=one_of(one, "when", WHEN))


def _slow(wish: Any) -> Iterator[Fault]:
    for one in _several(wish, "path"):
        yield fault("slow", one["path"], one, seconds=number(one, "seconds", 1))


def _answer(wish: Any) -> Iterator[Fault]:
    for one in _several(wish, "path"):
        spoilt = one_of(one, "how", SPOILT)
        usual = "after" if spoilt in NEEDS_AN_ANSWER else "before"
        when = one_of(one, "when", (usual,) if spoilt in NEEDS_AN_ANSWER else WHEN, usual)
        status = int(number(one, "status", 502 if spoilt == "html" else 200, most=599))
        if status < 200:
            raise MistakeError("status is from 200 to 599")
        yield fault("answer", one["path"], one, how=spoilt, when=when, status=status)


def _revoke(wish: Any) -> Iterator[Fault]:
    for one in _several(wish, "path"):
        yield fault("revoke", one["path"], one)


def _callbacks(wish: Any) -> Iterator[Fault]:
    for one in _several(wish, "do"):
        deed = one_of(one, "do", DEEDS)
        fields: Json = {}
        if deed == "duplicate":
            copies = int(number(one, "copies", 2))
            fields = {"copies": copies, "seconds": number(one, "seconds", 0)}
        elif deed == "late":
            seconds, real = number(one, "seconds", 0), number(one, "real_seconds", 0)
            fields = {"seconds": seconds, "real_seconds": real}
        elif deed == "reorder":
            fields = {"seconds": number(one, "seconds", 5)}
        yield fault(deed, one.get("event", "*"), one, **fields)


def _several(wish: Any, needed: str) -> list[Json]:
    wishes: list[Json] = wish if isinstance(wish, list) else [wish] if wish is not None else []
    if not all(isinstance(one, dict) and needed in one for one in wishes):
        raise MistakeError(f"a fault is an object with a {needed}")
    return wishes


READERS: dict[str, Callable[[Any], Iterator[Fault]]] = {
    "api": _api,
    "cut": _cut,
    "slow": _slow,
    "answer": _answer,
    "revoke": _revoke,
    "callbacks": _callbacks,
}
