"""Events as a table of their own, so that one statement looks at something for each of them."""

from collections.abc import Iterable

from sqlalchemy import TableValuedAlias

from app.events.base import FollowEvent
from app.inbox.models import InboxEvent
from app.many import recordset

NAMES = ("id", "userid", "external_userid", "happened_at")


def as_table(events: Iterable[FollowEvent]) -> TableValuedAlias:
    """These events; `id` is the event_id."""
    rows = [
        {
            "id": event.event_id,
            "userid": event.userid,
            "external_userid": event.external_userid,
            "happened_at": event.happened_at,
        }
        for event in events
    ]
    return recordset(InboxEvent, NAMES, rows)
