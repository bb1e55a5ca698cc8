"""What every fact has in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

COMMON = frozenset({"corp_id", "happened_at", "event_id"})  # fields that every event has


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened in `corp_id` at `happened_at` (aware, UTC).

    `event_id` is the row in the inbox that keeps it; 0 while it is not kept yet.
    """

    lane: ClassVar[str] = "events"  # where its first reaction runs
    is_hint: ClassVar[bool] = False  # says that something changed, not to what

    corp_id: str
    happened_at: datetime
    event_id: int = field(default=0, compare=False)

    def fields(self) -> dict[str, Any]:
        """What makes this event this event, as JSON."""
        return {name: value for name, value in vars(self).items() if name not in COMMON}

    @classmethod
    def of(cls, fields: Mapping[str, Any], **common: Any) -> Self:
        """The event whose `fields()` these are: JSON knows no tuples, events know no lists."""
        return cls(**common, **{name: _frozen(value) for name, value in fields.items()})


@dataclass(frozen=True, kw_only=True)
class FollowEvent(Event):
    """Something between one member of staff and one customer."""

    userid: str
    external_userid: str


@dataclass(frozen=True, kw_only=True)
class AppEvent(Event):
    """Something that a member of staff did in our app: `userid` is who sent it."""

    userid: str


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
