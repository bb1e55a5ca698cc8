"""Long lists of a sight: whole, only some parts of it, or a stretch of each."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bots.simulator.errors import MistakeError
from bots.simulator.models import Json


@dataclass(frozen=True)
class Rows:
    """A list that is written out only as far as somebody wants to see it."""

    entries: Collection[Any]
    shape: Callable[[Any], Json]

    def __len__(self) -> int:
        return len(self.entries)

    def stretch(self, start: int, stop: int | None) -> list[Json]:
        return [self.shape(entry) for entry in islice(self.entries, start, stop)]


def shown(told: Json, wish: Mapping[str, str]) -> Json:
    """`part` names keys, with commas between; `after` and `limit` cut every list among them."""
    parts = [part for part in wish.get("part", "").split(",") if part] or list(told)
    if set(parts) - set(told):
        raise MistakeError(f"parts are {', '.join(told)}", 404)
    start, limit = _number(wish, "after") or 0, _number(wish, "limit")
    stop = None if limit is None else start + limit
    cut = {part: _cut(told[part], start, stop) for part in parts}
    if start or limit is not None:
        lists = {part: told[part] for part in parts if isinstance(told[part], list | Rows)}
        cut["totals"] = {part: len(entries) for part, entries in lists.items()}
    return cut


def _cut(value: Any, start: int, stop: int | None) -> Any:
    if isinstance(value, Rows):
        return value.stretch(start, stop)
    return value[start:stop] if isinstance(value, list) else value


def _number(wish: Mapping[str, str], name: str) -> int | None:
    given = wish.get(name)
    if given is not None and not given.isdecimal():
        raise MistakeError(f"{name} is a number")
    return None if given is None else int(given)
