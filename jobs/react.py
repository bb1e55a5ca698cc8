"""Running reactions: each has a row of its own, is claimed under a lease, and ends in an outcome."""

from dataclasses import replace

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.errors import NotYet
from app.events.base import Event
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import recall
from app.outbox.breakers import PROBE_EVERY, standing, trip
from app.queue import later
from jobs.lease import claim
from jobs.outcome import Outcome, attempt
from jobs.reactions import REACTIONS, name_of


def welcome(event_id: int) -> None:
    """Run what cannot wait; ring the events lane for the rest."""
    event, waiting = plan(event_id)
    hurried = waiting[:1] if event.lane == "welcome" else []
    for reaction_id in hurried:
        run(reaction_id, event)
    with transaction() as session:
        later(session, "jobs.react.react", event_id)


def react(event_id: int) -> None:
    """Run every reaction to an event that still waits."""
    event, waiting = plan(event_id)
    for reaction_id in waiting:
        run(reaction_id, event)


def retry(reaction_id: int) -> None:
    """Run one reaction again."""
    with transaction() as session:
        row = session.get_one(InboxReaction, reaction_id)
        event = recall(session, row.event_id)
    run(reaction_id, event)


def plan(event_id: int) -> tuple[Event, list[int]]:
    """Give each reaction to the event its row, once. Returns the rows that still wait, in order."""
    with transaction() as session:
        event = recall(session, event_id)
        rows = [
            {
                "corp_id": event.corp_id,
                "event_id": event_id,
                "position": position,
                "name": name_of(reaction),
                "due_at": clock.now(),
            }
            for position, reaction in enumerate(REACTIONS[type(event)])
        ]
        if rows:
            session.execute(insert(InboxReaction).values(rows).on_conflict_do_nothing())
        session.execute(
            update(InboxEvent)
            .where(InboxEvent.id == event_id, InboxEvent.state == "new")
            .values(state="planned")
        )
        return event, _waiting(session, event_id)


def _waiting(session: Session, event_id: int) -> list[int]:
    statement = select(InboxReaction.id).where(
        InboxReaction.event_id == event_id,
        InboxReaction.state.in_(("pending", "again", "running")),
    )
    return list(session.scalars(statement.order_by(InboxReaction.position)))


def run(reaction_id: int, event: Event) -> None:
    """Run one reaction if nobody else does, and write down how it ended."""
    with transaction() as session:
        row = claim(session, InboxReaction, reaction_id, busy="running")
        if row is None:
            return
    reaction = next(known for known in REACTIONS[type(event)] if name_of(known) == row.name)
    outcome = attempt(lambda: reaction(event), row.attempts)
    with transaction() as session:
        finish(session, reaction_id, heard(session, event.corp_id, outcome))


def heard(session: Session, corp_id: str, outcome: Outcome) -> Outcome:
    """What an outcome says about the app: a refusal puts a breaker up. While one stands, what
    waits for another reaction goes on waiting."""
    trip(session, corp_id, outcome.cause)
    is_waiting = outcome.state == "parked" and isinstance(outcome.cause, NotYet)
    if is_waiting and standing(session, corp_id):
        return replace(outcome, state="again", pause=PROBE_EVERY)
    return outcome


def finish(session: Session, reaction_id: int, outcome: Outcome) -> None:
    """Write an outcome down."""
    session.execute(
        update(InboxReaction)
        .where(InboxReaction.id == reaction_id)
        .values(
            state=outcome.state,
            error=outcome.error,
            due_at=clock.now() + outcome.pause,
            attempts=InboxReaction.attempts - 1 + outcome.cost,
            lease_until=None,
            rung_at=None if outcome.state == "again" else func.clock_timestamp(),
            finished_at=None if outcome.state == "again" else clock.now(),
        )
    )
