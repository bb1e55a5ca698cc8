"""Keeping a fact: one insert, and a redelivery is a no-op."""

from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, load_only

from app.events.base import Event
from app.events.table import EVENTS
from app.inbox.models import InboxEvent
from app.queue import later

# The columns from which an event is made again: neither the envelope nor WeCom's whole message.
LEAN = load_only(InboxEvent.corp_id, InboxEvent.name, InboxEvent.fields, InboxEvent.happened_at)


def values_of(event: Event | None) -> dict[str, Any]:
    """The columns that an event fills; None is authentic but unknown."""
    return {
        "name": type(event).__name__ if event else "Unknown",
        "fields": event.fields() if event else {},
        "userid": getattr(event, "userid", None),
        "external_userid": getattr(event, "external_userid", None),
        "state": "new" if event else "unknown",
    }


def ring_for(session: Session, event: Event) -> None:
    """Ring the lane in which the first reaction to a new event runs."""
    is_hurried = event.lane == "welcome"
    later(session, "jobs.react.welcome" if is_hurried else "jobs.react.react", None)


def happened(session: Session, event: Event, key: str) -> int | None:
    """Keep a fact of our own; `key` names it, so that it can happen only once.

    Returns the new row's id, or None when it is kept already.
    """
    row = {
        **values_of(event),
        "corp_id": event.corp_id,
        "fingerprint": sha256(f"ours:{key}".encode()).hexdigest(),
        "message": {},
        "happened_at": event.happened_at,
    }
    statement = insert(InboxEvent).values(row).on_conflict_do_nothing().returning(InboxEvent.id)
    event_id = session.scalar(statement)
    if event_id:
        ring_for(session, event)
    return event_id


def recall(session: Session, event_id: int) -> Event:
    """The event that a row keeps."""
    kept = select(InboxEvent).where(InboxEvent.id == event_id).options(LEAN)
    return recalled(session.scalars(kept).one())


def recalled(row: InboxEvent) -> Event:
    """The event in a row. Raises KeyError, TypeError or ValueError for what no class can read."""
    common = {"corp_id": row.corp_id, "happened_at": row.happened_at, "event_id": row.id}
    return EVENTS[row.name].of(row.fields, **common)
