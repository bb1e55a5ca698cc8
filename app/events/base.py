"""What every fact has in common."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened in `corp_id` at `happened_at` (aware, UTC).

    `event_id` is the row in the inbox that keeps it; 0 while it is not kept yet.
    """

    lane: ClassVar[str] = "events"  # where its first reaction runs

    corp_id: str
    happened_at: datetime
    event_id: int = field(default=0, compare=False)

    def fields(self) -> dict[str, Any]:
        """What makes this event this event, as JSON."""
        common = ("corp_id", "happened_at", "event_id")
        return {name: value for name, value in asdict(self).items() if name not in common}


@dataclass(frozen=True, kw_only=True)
class FollowEvent(Event):
    """Something between one member of staff and one customer."""

    userid: str
    external_userid: str
