"""Running reactions: each has a row of its own, is claimed under a lease, and ends in an outcome.

A bell only says that there is something: the rows are what counts.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import log, metrics
from app.db import transaction
from app.errors import NotYet
from app.events.base import Event
from app.inbox.models import InboxReaction
from app.outbox.breakers import PROBE_EVERY, standing, trip
from app.queue import answered, later
from jobs.crew import Crew, stopping
from jobs.desk import Desk
from jobs.outcome import Outcome, attempt
from jobs.planning import plan
from jobs.reactions import REACTIONS, name_of
from jobs.units import Unit, claim_units, finish, renew

logger = logging.getLogger(__name__)

AT_ONCE = 16
PLANNED_AT_ONCE = 200
Ended = Sequence[tuple[InboxReaction, Outcome]]


def welcome(lane: str) -> None:
    """Welcome everybody who waits for it; the events lane does the rest."""
    answered("jobs.react.welcome", lane)
    if not Desk(lane).serve():
        with transaction() as session:
            later(session, "jobs.react.welcome", None, on=lane)


def react(lane: str) -> None:
    """Run every reaction that waits in a lane."""
    answered("jobs.react.react", lane)
    if lane == "welcome":
        is_done = Desk(lane).serve()
    else:
        is_done = Crew(f"react-{lane}", AT_ONCE, _claim, run, keep, hold).drain()
    if not is_done:
        with transaction() as session:
            later(session, "jobs.react.react", None, on=lane)


def run(unit: Unit) -> Ended:
    """Run an event's reactions one after another; one that fails holds up no other."""
    event = unit.event
    about = getattr(event, "external_userid", None)
    with log.bound(event_id=event.event_id, external_userid=about):
        return [(row, _run_one(event, row)) for row in unit.rows]


def _run_one(event: Event, row: InboxReaction) -> Outcome:
    if stopping.is_set():
        return Outcome("again", row.error, cost=0)  # let go of untouched: another worker has time
    with log.bound(job=row.name):
        return attempt(partial(_react, event, row.name), row.attempts)


def keep(ended: Sequence[tuple[Unit, Ended]]) -> Sequence[Unit]:
    """Write down how they ended. What cannot be written runs again when its lease is over."""
    try:
        with transaction() as session:
            for unit, outcomes in ended:
                corp_id = unit.event.corp_id
                finish(session, [(row, heard(session, corp_id, one)) for row, one in outcomes])
        for row, one in (each for _, outcomes in ended for each in outcomes):
            metrics.reacted(row.name, one.state)
    except DBAPIError:
        logger.exception("outcomes could not be kept", extra={"count": len(ended)})
    return ()


def heard(session: Session, corp_id: str, outcome: Outcome) -> Outcome:
    """What an outcome says about the app: a refusal puts a breaker up. While one stands, what
    waits for another reaction goes on waiting."""
    trip(session, corp_id, outcome.cause)
    is_waiting = outcome.state == "parked" and isinstance(outcome.cause, NotYet)
    if is_waiting and standing(session, corp_id):
        return replace(outcome, state="again", pause=PROBE_EVERY)
    return outcome


def hold(units: Sequence[Unit]) -> None:
    """Keep what is being done ours."""
    with transaction() as session:
        renew(session, units)


def _claim(free: int) -> Sequence[Unit]:
    """More to do. What has just come is planned when there is little else."""
    with transaction() as session:
        units = claim_units(session, free)
    while len(units) < free:
        with transaction() as session:
            if not plan(session, PLANNED_AT_ONCE):
                break
            units += claim_units(session, free - len(units))
    return units


def _react(event: Event, name: str) -> None:
    """Run the reaction of that name; LookupError when the table has it no more."""
    for reaction in REACTIONS[type(event)]:
        if name_of(reaction) == name:
            return reaction(event)
    raise LookupError(f"{name} is no reaction to {type(event).__name__} any more")
