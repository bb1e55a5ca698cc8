"""The API budget: every call is counted before it is made, so that WeCom need not say 45009."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from bots.errors import Throttled
from bots.rates import PER_MEMBER, Rate
from bots.speech import Command


class OverBudget(Throttled):
    """We held the call back ourselves: nothing was sent. `member` is set when it is their limit."""

    def __init__(self, path: str, wait: float, member: str | None = None) -> None:
        super().__init__(45009, f"held back by our own budget for {path}")
        self.wait = wait
        self.member = member

    @property
    def wait_for(self) -> float:
        """Seconds until there is room for one call."""
        return self.wait


@dataclass(frozen=True)
class Usage:
    """How much of one limit is used. `member` is set where the limit is each member's own."""

    path: str
    rate: Rate
    used: int
    paused_until: float | None = None
    member: str = ""


class Budget(Protocol):
    """What the client asks before each call."""

    def room(self, corp_id: str, path: str, purpose: str) -> int:
        """How many calls there is room for now."""
        ...

    def take(self, corp_id: str, path: str, purpose: str, members: Iterable[str] = ()) -> None:
        """Count one call. Raises OverBudget when there is no room."""
        ...

    def pace(self, path: str, purpose: str, *, members_own: bool = False) -> Rate:
        """How many calls may follow one another in the limit that takes longest to do a day's."""
        ...

    def refused(self, corp_id: str, path: str, wait: float) -> None:
        """WeCom said 45009 all the same: leave this API alone for `wait` seconds."""
        ...


def addressees(command: Command) -> list[str]:
    """The members whose own limits a command uses up."""
    named = getattr(command, "touser", None) if command.path in PER_MEMBER else None
    return named.split("|") if isinstance(named, str) and named != "@all" else []
