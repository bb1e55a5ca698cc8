"""From what was told of a pair to the times that they were tied. Pure, in whatever order told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

HALF, ADD, FOUND, END = "half", "add", "found", "end"
SAME = timedelta(hours=1)  # WeCom's list and its callback may date one beginning differently
UNHEARD = "unheard"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing told of a pair. `kind`: half, add, found (seen on WeCom's list), or end."""

    kind: str
    at: datetime
    event_id: int
    state: str = ""
    by: str = ""  # of an end: staff or customer


@dataclass(frozen=True, kw_only=True)
class Span:
    """One tie of a pair, from its beginning to its end."""

    added_at: datetime
    state: str
    event_id: int
    half_event_id: int | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


def spans(told: Iterable[Fact]) -> list[Span]:
    """The ties of one pair, the oldest first.

    An add while the tie stands proves that its end was never heard of: it ended no later than
    that. An end whose beginning nobody knows counts nothing.
    """
    facts = sorted(told, key=lambda fact: (fact.at, fact.event_id))
    adds = [fact.at for fact in facts if fact.kind == ADD]
    news = [fact for fact in facts if fact.kind != FOUND or not _is_near(fact.at, adds)]
    folded = _Folding()
    for _, same_second in groupby(news, key=lambda fact: fact.at):
        for fact in _in_order(list(same_second), is_tied=folded.is_tied):
            folded.take(fact)
    return folded.done


def _is_near(moment: datetime, adds: Sequence[datetime]) -> bool:
    return any(abs(moment - add) <= SAME for add in adds)


def _in_order(facts: list[Fact], *, is_tied: bool) -> list[Fact]:
    """Callbacks count whole seconds: an end that finds no tie belongs after its beginning."""
    if is_tied or facts[0].kind != END:
        return facts
    return sorted(facts, key=lambda fact: fact.kind == END)


class _Folding:
    def __init__(self) -> None:
        self.done: list[Span] = []
        self._half: Fact | None = None

    @property
    def is_tied(self) -> bool:
        return bool(self.done) and self.done[-1].ended_at is None

    def take(self, fact: Fact) -> None:
        if fact.kind == END:
            self._end(fact.at, fact.by)
            self._half = None
        elif fact.kind == HALF:
            self._half = fact
        elif fact.kind == ADD or not self.is_tied:
            self._begin(fact)

    def _begin(self, fact: Fact) -> None:
        if self.is_tied:
            standing = self.done[-1]
            if standing.added_at == fact.at:  # one beginning, told twice
                self.done[-1] = replace(standing, state=standing.state or fact.state)
                return
            self._end(fact.at, UNHEARD)
        half, self._half = self._half, None
        self.done.append(
            Span(
                added_at=fact.at,
                state=fact.state or (half.state if half else ""),
                event_id=fact.event_id,
                half_event_id=half.event_id if half else None,
            )
        )

    def _end(self, at: datetime, by: str) -> None:
        if self.is_tied:
            self.done[-1] = replace(self.done[-1], ended_at=at, ended_by=by)
