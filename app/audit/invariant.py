"""What an invariant is, and what it was found to be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.sentences import Sentence

SHOWN = 5  # examples of each
PATIENCE = timedelta(minutes=15)  # of product time: what is late by less is only on its way


@dataclass(frozen=True)
class Invariant:
    """`broken` is SQL that finds the rows that break it, as one column of words.

    It may name :corp_id, :since (rows that came since then), :late (what was due before it is
    late). `is_noted`: not a broken promise, but something that a person should know.
    """

    name: str
    claim: Sentence
    broken: str
    is_noted: bool = False
    given: Mapping[str, str] = field(default_factory=dict)  # more that the SQL names


@dataclass(frozen=True)
class Scope:
    """Of which corp, since when, and what counts as late."""

    corp_id: str
    since: datetime
    late: datetime

    def bound(self) -> dict[str, Any]:
        """The values that the SQL names."""
        return {"corp_id": self.corp_id, "since": self.since, "late": self.late}


@dataclass(frozen=True)
class Finding:
    """How many rows break an invariant, and the first of them."""

    invariant: Invariant
    count: int
    examples: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Whether a promise is broken."""
        return self.count > 0 and not self.invariant.is_noted

    def as_kept(self) -> dict[str, Any]:
        """What goes into the row of an audit."""
        return {"name": self.invariant.name, "count": self.count, "examples": self.examples}
