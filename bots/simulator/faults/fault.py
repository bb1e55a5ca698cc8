"""One trouble that was ordered: whom it befalls, how often, and how likely."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded

EXACTLY = 1_000_000  # a likelihood is drawn in millionths


@dataclass
class Fault:
    """`target` is a path or the name of an event; `*` stands for anything in it."""

    kind: str
    target: str
    fields: Json
    left: int | None = 1  # None: until cleared
    after: int = 0  # so many go by unharmed first
    probability: float = 1.0
    number: int = 0
    seen: int = field(default=0, init=False)
    met: int = field(default=0, init=False)

    def strikes(self, names: tuple[str, ...], seeded: Seeded) -> bool:
        """Whether whatever bears these names meets this fault; counts it if so."""
        if self.left == 0 or not any(fnmatchcase(name, self.target) for name in names):
            return False
        self.seen += 1
        if self.seen <= self.after or not self._falls(seeded):
            return False
        self.met += 1
        if self.left is not None:
            self.left -= 1
        return True

    def _falls(self, seeded: Seeded) -> bool:
        if self.probability >= 1:
            return True
        return seeded.number(EXACTLY, "fault", self.number, self.seen) < self.probability * EXACTLY

    def as_json(self) -> Json:
        counts = {"times": self.left, "after": self.after, "probability": self.probability}
        return {"kind": self.kind, "target": self.target, **self.fields, **counts, "met": self.met}


def fault(kind: str, target: object, wish: Mapping[str, Any], **fields: object) -> Fault:
    """A fault as ordered. With a probability it goes on until cleared, unless `times` says."""
    if not isinstance(target, str) or not target:
        raise MistakeError(f"{kind}: whom it befalls is missing")
    probability = number(wish, "probability", 1, most=1)
    times = wish.get("times", 1 if "probability" not in wish else None)
    if times is not None and (not isinstance(times, int) or times < 0):
        raise MistakeError("times is a whole number, or null for until cleared")
    return Fault(kind, target, fields, times, int(number(wish, "after", 0)), probability)


def number(wish: Mapping[str, Any], name: str, default: float, *, most: float = 1e9) -> float:
    value = wish.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise MistakeError(f"{name} is a number from 0 to {most:g}")
    return value


def one_of(wish: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str = "") -> str:
    chosen = wish.get(name, default)
    if chosen not in choices:
        raise MistakeError(f"{name} is one of {', '.join(choices)}")
    return str(chosen)
