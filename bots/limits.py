"""WeCom's limits, checked before anything is sent: each breach names the field and the limit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Unit = Literal["characters", "bytes", "items", "seconds", "fen"]


@dataclass(frozen=True)
class Limit:
    """`field` is a path into the body; `*` stands for every item of a list."""

    field: str
    most: int
    unit: Unit


class LimitExceeded(ValueError):
    """More than WeCom takes. `page` is the number of the official page with the rule."""

    def __init__(self, field: str, limit: int, unit: Unit, page: int) -> None:
        super().__init__(f"{field}: at most {limit} {unit} (page {page})")
        self.field = field
        self.limit = limit
        self.unit = unit
        self.page = page


class Malformed(ValueError):
    """A combination of fields that WeCom would refuse."""


def measure(value: Any, unit: Unit) -> int:
    """How much of `unit` a value uses up."""
    if isinstance(value, int):
        return value
    if unit == "bytes":
        return len(str(value).encode())
    return len(value)


def found(body: Any, steps: list[str]) -> Iterator[Any]:
    """Every value that stands at a path; nothing where the path leads nowhere."""
    if not steps:
        yield body
    elif steps[0] == "*" and isinstance(body, list):
        for item in body:
            yield from found(item, steps[1:])
    elif isinstance(body, Mapping) and body.get(steps[0]) is not None:
        yield from found(body[steps[0]], steps[1:])


def check(body: Mapping[str, Any], limits: Iterable[Limit], page: int) -> None:
    """Raise LimitExceeded for the first limit that `body` breaks."""
    for limit in limits:
        for value in found(body, limit.field.split(".")):
            if measure(value, limit.unit) > limit.most:
                raise LimitExceeded(limit.field, limit.most, limit.unit, page)


def require(truth: bool, complaint: str) -> None:
    """Raise Malformed unless `truth` holds."""
    if not truth:
        raise Malformed(complaint)
