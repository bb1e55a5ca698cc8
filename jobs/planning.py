"""Giving each reaction to a new event its row, many events at once; hurried ones in their own lane."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app import clock, metrics
from app.events.base import Event
from app.events.table import HURRIED
from app.inbox.again import run_anew
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import LEAN, recalled
from app.many import insert_all, insert_told
from jobs.crew import lease
from jobs.reactions import REACTIONS, name_of

log = logging.getLogger(__name__)


def plan(session: Session, most: int) -> Sequence[Event]:
    """The next new events that can wait, now planned."""
    events = _next_new(session, InboxEvent.name.not_in(HURRIED), most)
    insert_told(session, InboxReaction, _rows(events, first=0))
    run_anew(session, [event.event_id for event in events if event.is_hint])
    _planned(session, events)
    return events


def plan_hurried(session: Session, most: int) -> list[tuple[Event, InboxReaction]]:
    """The next new events whose welcome waits, now planned; their first reaction is ours to run."""
    events = _next_new(session, InboxEvent.name.in_(HURRIED), most)
    if not events:
        return []
    claim = {"lane": "welcome", "state": "running", "attempts": 1}
    firsts = [row | claim for row in _rows(events, first=0, most=1)]
    until = func.clock_timestamp() + lease()
    ours = insert_all(session, InboxReaction, firsts, lease_until=until)
    claimed = {row.event_id: row for row in ours}
    insert_told(session, InboxReaction, _rows(events, first=1))
    _planned(session, events)
    return [(event, claimed[event.event_id]) for event in events if event.event_id in claimed]


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


def _next_new(session: Session, chosen: ColumnElement[bool], most: int) -> Sequence[Event]:
    rows = session.scalars(
        select(InboxEvent)
        .where(InboxEvent.state == "new", chosen)
        .order_by(InboxEvent.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .options(LEAN)
    ).all()
    return [event for row in rows if (event := understood(row)) is not None]


def _rows(events: Iterable[Event], *, first: int, most: int = 100) -> list[dict[str, Any]]:
    """The rows of at most `most` reactions to each event, from the `first` on."""
    return [
        {
            "corp_id": event.corp_id,
            "event_id": event.event_id,
            "position": position,
            "name": name_of(reaction),
            "due_at": clock.now(),
        }
        for event in events
        for position, reaction in list(enumerate(REACTIONS[type(event)]))[first : first + most]
    ]


def _planned(session: Session, events: Sequence[Event]) -> None:
    metrics.planned(type(event).__name__ for event in events)
    ids = [event.event_id for event in events]
    if ids:
        statement = update(InboxEvent).where(InboxEvent.id.in_(ids)).values(state="planned")
        session.execute(statement, execution_options={"synchronize_session": False})
