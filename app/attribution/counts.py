"""Numbers that belong together: of a code, a member, a day, or all of them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Counts:
    """One row of the statistics; the names are those of app/attribution/metrics.py."""

    adds: int = 0
    firsts: int = 0
    losses: int = 0
    welcomed: int = 0
    replied: int = 0
    due1: int = 0
    kept1: int = 0
    due7: int = 0
    kept7: int = 0
    leads: int = 0
    won: int = 0

    @property
    def net(self) -> int:
        """What is left of the adds when losses are taken away."""
        return self.adds - self.losses

    def get(self, name: str) -> int:
        """A number by its name."""
        return int(getattr(self, name))

    def share(self, name: str, of: str) -> float | None:
        """A number as a share of another; None where there is nothing to share."""
        whole = self.get(of) if of else 0
        return self.get(name) / whole if whole else None


NAMES = tuple(field.name for field in fields(Counts))


def total(rows: Iterable[Counts]) -> Counts:
    """All of them together."""
    rows = list(rows)
    return Counts(**{name: sum(row.get(name) for row in rows) for name in NAMES})


def joined(parts: Iterable[Mapping[str, int]]) -> Counts:
    """One row from the numbers that several statements have counted of it."""
    return Counts(**{name: count for part in parts for name, count in part.items()})
