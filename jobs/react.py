"""Running reactions: each has a row of its own, is claimed under a lease, and ends in an outcome.

A bell only says that there is something: the rows are what counts.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import metrics
from app.db import transaction
from app.errors import NotYet
from app.outbox.breakers import PROBE_EVERY, standing, trip
from app.queue import answered, later
from jobs.crew import Crew
from jobs.desk import Desk
from jobs.outcome import Outcome
from jobs.planning import plan
from jobs.together import Batch, Ended, batches, run
from jobs.units import claim_units, finish, renew

logger = logging.getLogger(__name__)

AT_ONCE = 16
IN_HAND = 256  # events: enough for the next batches to be read while one waits for WeCom
PLANNED_AT_ONCE = 200


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
        is_done = Crew(
            f"react-{lane}", IN_HAND, _claim, run, keep, hold, weight=len, threads=AT_ONCE
        ).drain()
    if not is_done:
        with transaction() as session:
            later(session, "jobs.react.react", None, on=lane)


def keep(ended: Sequence[tuple[Batch, Ended]]) -> Sequence[Batch]:
    """Write down how they ended. What cannot be written runs again when its lease is over."""
    outcomes = [each for _, some in ended for each in some]
    try:
        with transaction() as session:
            finish(session, [(row, heard(session, row.corp_id, one)) for row, one in outcomes])
        for row, one in outcomes:
            metrics.reacted(row.name, one.state)
    except DBAPIError:
        logger.exception("outcomes could not be kept", extra={"count": len(outcomes)})
    return ()


def heard(session: Session, corp_id: str, outcome: Outcome) -> Outcome:
    """What an outcome says about the app: a refusal puts a breaker up. While one stands, what
    waits for another reaction goes on waiting."""
    trip(session, corp_id, outcome.cause)
    is_waiting = outcome.state == "parked" and isinstance(outcome.cause, NotYet)
    if is_waiting and standing(session, corp_id):
        return replace(outcome, state="again", pause=PROBE_EVERY)
    return outcome


def hold(under_way: Sequence[Batch]) -> None:
    """Keep what is being done ours."""
    with transaction() as session:
        renew(session, [unit for batch in under_way for unit in batch])


def _claim(free: int) -> Sequence[Batch]:
    """More to do. What has just come is planned when there is little else."""
    with transaction() as session:
        units = claim_units(session, free)
    while len(units) < free:
        with transaction() as session:
            if not plan(session, PLANNED_AT_ONCE):
                break
            units += claim_units(session, free - len(units))
    return batches(units)
