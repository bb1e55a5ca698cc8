"""Giving each reaction to a new event its row, many events at once, welcomes before all others."""

import logging
from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app import clock, metrics
from app.events.base import Event
from app.events.table import EVENTS
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import recalled
from jobs.reactions import REACTIONS, name_of

log = logging.getLogger(__name__)

HURRIED = tuple(name for name, kind in EVENTS.items() if kind.lane == "welcome")


def plan(session: Session, most: int) -> list[Event]:
    """The next new events, now planned: those whose welcome waits come first."""
    later = case((InboxEvent.name.in_(HURRIED), 0), else_=1)
    rows = session.scalars(
        select(InboxEvent)
        .where(InboxEvent.state == "new")
        .order_by(later, InboxEvent.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    events = [event for row in rows if (event := understood(row)) is not None]
    _give_rows(session, events)
    ids = [event.event_id for event in events]
    session.execute(update(InboxEvent).where(InboxEvent.id.in_(ids)).values(state="planned"))
    metrics.planned(type(event).__name__ for event in events)
    return events


def understood(row: InboxEvent) -> Event | None:
    """The event; a row that no class of today can read is set aside and holds up no other."""
    try:
        return recalled(row)
    except (KeyError, TypeError, ValueError):
        log.exception(
            "a kept event cannot be read", extra={"event_id": row.id, "event_name": row.name}
        )
        row.state = "unknown"
        return None


def _give_rows(session: Session, events: Sequence[Event]) -> None:
    rows = [
        {
            "corp_id": event.corp_id,
            "event_id": event.event_id,
            "position": position,
            "name": name_of(reaction),
            "due_at": clock.now(),
        }
        for event in events
        for position, reaction in enumerate(REACTIONS[type(event)])
    ]
    if rows:
        session.execute(insert(InboxReaction).values(rows).on_conflict_do_nothing())
