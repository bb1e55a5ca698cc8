"""Claiming reactions: an event's waiting ones together, a customer's events one after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app import clock
from app.events.base import Event
from app.inbox.models import InboxEvent, InboxReaction
from jobs.crew import lease
from jobs.outcome import Outcome
from jobs.planning import understood

LOOKED_AT = 500  # waiting reactions, oldest events first


@dataclass(frozen=True)
class Unit:
    """An event, and those of its reactions that are ours to run, in their order."""

    event: Event
    rows: tuple[InboxReaction, ...]


def claim_first(session: Session, events: Iterable[Event]) -> list[Unit]:
    """The first reaction to each event: the part that cannot wait."""
    wanted = InboxReaction.event_id.in_([event.event_id for event in events])
    return _claim(session, [wanted, InboxReaction.position == 0, _free()], events)


def claim_units(session: Session, most: int) -> list[Unit]:
    """The waiting reactions to at most `most` events, oldest first, no two of one customer."""
    waiting = (
        select(InboxReaction.event_id)
        .where(_free())
        .order_by(InboxReaction.event_id)
        .limit(LOOKED_AT)
        .subquery()
    )
    found = session.scalars(
        select(InboxEvent)
        .where(InboxEvent.id.in_(select(waiting.c.event_id)), ~_something_earlier())
        .order_by(InboxEvent.id)
        .limit(most)
    ).all()
    events = [event for row in found if (event := understood(row)) is not None]
    if not events:
        return []
    wanted = InboxReaction.event_id.in_([event.event_id for event in events])
    return _claim(session, [wanted, _free()], events)


def renew(session: Session, units: Iterable[Unit]) -> None:
    """Keep what is being done ours for a while longer."""
    ids = [row.id for unit in units for row in unit.rows]
    session.execute(
        update(InboxReaction)
        .where(InboxReaction.id.in_(ids), InboxReaction.state == "running")
        .values(lease_until=func.clock_timestamp() + lease())
    )


def finish(session: Session, ended: Iterable[tuple[InboxReaction, Outcome]]) -> None:
    """Write outcomes down."""
    values = [
        {
            "id": row.id,
            "state": outcome.state,
            "error": outcome.error,
            "due_at": clock.now() + outcome.pause,
            "attempts": row.attempts - 1 + outcome.cost,
            "lease_until": None,
            "rung_at": None,
            "finished_at": None if outcome.state == "again" else clock.now(),
        }
        for row, outcome in ended
    ]
    if values:
        session.execute(update(InboxReaction), values)


def _free() -> ColumnElement[bool]:
    """Waiting and due, or left by a worker that has died."""
    return or_(
        and_(InboxReaction.state.in_(("pending", "again")), InboxReaction.due_at <= clock.now()),
        and_(InboxReaction.state == "running", InboxReaction.lease_until < func.clock_timestamp()),
    )


def _something_earlier() -> ColumnElement[bool]:
    """Whether an earlier event of the same customer is still being seen to."""
    event, reaction = aliased(InboxEvent), aliased(InboxReaction)
    return exists().where(
        event.corp_id == InboxEvent.corp_id,
        event.external_userid == InboxEvent.external_userid,
        event.id < InboxEvent.id,
        or_(
            event.state == "new",
            exists().where(
                reaction.event_id == event.id, reaction.state.in_(("pending", "running"))
            ),
        ),
    )


def _claim(
    session: Session, conditions: Sequence[ColumnElement[bool]], events: Iterable[Event]
) -> list[Unit]:
    claimed = session.scalars(
        update(InboxReaction)
        .where(*conditions)
        .values(
            state="running",
            attempts=InboxReaction.attempts + 1,
            lease_until=func.clock_timestamp() + lease(),
        )
        .returning(InboxReaction)
        .execution_options(synchronize_session=False)
    ).all()
    mine: dict[int, list[InboxReaction]] = {}
    for row in sorted(claimed, key=lambda row: row.position):
        mine.setdefault(row.event_id, []).append(row)
    return [Unit(event, tuple(mine[event.event_id])) for event in events if event.event_id in mine]
