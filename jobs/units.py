"""Claiming reactions: an event's waiting ones together, a customer's events one after another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    TableValuedAlias,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from app import clock
from app.events.base import Event
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import LEAN
from app.many import update_all
from jobs.crew import lease
from jobs.outcome import Outcome
from jobs.planning import understood

LOOKED_AT = 2000  # waiting reactions, oldest events first
MOMENT = bindparam("moment", type_=DateTime(timezone=True))


@dataclass(frozen=True)
class Unit:
    """An event, and those of its reactions that are ours to run, in their order."""

    event: Event
    rows: tuple[InboxReaction, ...]


def claim_hurried(session: Session, most: int) -> list[Unit]:
    """What an earlier try at a welcome has left: due again, or its worker has died."""
    due = select(InboxReaction.event_id).where(InboxReaction.lane == "welcome", _free(clock.now()))
    left = select(InboxEvent).where(InboxEvent.id.in_(due)).order_by(InboxEvent.id).limit(most)
    left = left.options(LEAN)
    return _claim(session, "welcome", _understood(session.scalars(left).all()))


def claim_units(session: Session, most: int) -> list[Unit]:
    """The waiting reactions to at most `most` events, oldest first, no two of one customer."""
    rows = session.scalars(_looking(), {"moment": clock.now(), "most": most}).all()
    return _claim(session, "events", _understood(rows))


@cache  # built once: while anything is under way, more is looked for many times a second
def _looking() -> Any:
    """The statement that finds their events."""
    waiting = (
        select(InboxReaction.event_id)
        .where(InboxReaction.lane == "events", _free(MOMENT))
        .order_by(InboxReaction.event_id)
        .limit(LOOKED_AT)
        .subquery()
    )
    chosen = and_(InboxEvent.id.in_(select(waiting.c.event_id)), ~_something_earlier())
    most = bindparam("most", type_=Integer)
    return select(InboxEvent).where(chosen).order_by(InboxEvent.id).limit(most).options(LEAN)


def renew(session: Session, units: Iterable[Unit]) -> None:
    """Keep what is being done ours for a while longer."""
    renew_rows(session, [row.id for unit in units for row in unit.rows])


def renew_rows(session: Session, reaction_ids: Sequence[int]) -> None:
    """The same, of single reactions."""
    session.execute(
        update(InboxReaction)
        .where(InboxReaction.id.in_(reaction_ids), InboxReaction.state == "running")
        .values(lease_until=func.clock_timestamp() + lease())
    )


def finish(session: Session, ended: Iterable[tuple[InboxReaction, Outcome]]) -> None:
    """Write outcomes down. What is no more ours (taken over, or to be run anew) is left alone."""
    for cost, some in groupby(sorted(ended, key=_cost), key=_cost):
        values = _values(some)

        def is_ours(told: TableValuedAlias, spent: int = cost) -> ColumnElement[bool]:
            claimed = told.c.attempts + 1 - spent
            return and_(InboxReaction.state == "running", InboxReaction.attempts == claimed)

        update_all(session, InboxReaction, values, is_ours)


def _cost(ended: tuple[InboxReaction, Outcome]) -> int:
    return ended[1].cost


def _values(ended: Iterable[tuple[InboxReaction, Outcome]]) -> list[dict[str, Any]]:
    return [
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


def _free(now: Any) -> ColumnElement[bool]:
    """Waiting and due, or left by a worker that has died."""
    return or_(
        and_(InboxReaction.state.in_(("pending", "again")), InboxReaction.due_at <= now),
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


def _understood(rows: Iterable[InboxEvent]) -> list[Event]:
    return [event for row in rows if (event := understood(row)) is not None]


def _claim(session: Session, lane: str, events: Sequence[Event]) -> list[Unit]:
    if not events:
        return []
    wanted = InboxReaction.event_id.in_([event.event_id for event in events])
    claimed = session.scalars(
        update(InboxReaction)
        .where(wanted, InboxReaction.lane == lane, _free(clock.now()))
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
