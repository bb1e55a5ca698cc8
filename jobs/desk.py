"""The welcome desk: greets and speaks in one place, so that a welcome stands in no queue on its way.

A pass takes all who have just come, writes their welcomes in one transaction and hands them to
threads that speak; who lacks a name is asked for it first. What a dead desk has left behind is
taken over by the next: rows and leases are as everywhere.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.db import transaction
from app.errors import Unprocessable
from app.events.base import Event
from app.events.contacts import FollowAdded
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.outbox.say import decide_and_claim
from app.outreach.greeting import Greeting, greetings, with_name, written
from app.queue import later
from jobs import relay, units
from jobs.crew import Crew, lease
from jobs.outcome import Outcome, after
from jobs.planning import plan_hurried
from jobs.speaking import Spoken, speak

log = logging.getLogger(__name__)

AT_ONCE = 64
BACK_EVERY = 0.2  # seconds of real time between two looks for what has to be tried again


@dataclass(frozen=True)
class Turn:
    """A customer's turn: the reaction that is ours to run, and the welcome so far."""

    row: InboxReaction
    greeting: Greeting


Errand = Turn | OutboxCommand
Ended = Sequence[tuple[InboxReaction, Outcome]]


class Desk:
    """Serves one bell."""

    def __init__(self, lane: str) -> None:
        self._lane = lane
        self._back_at = 0.0

    def serve(self) -> bool:
        """Greet until nobody waits. False when the time was up before."""
        return Crew("desk", AT_ONCE, self.fetch, act, keep, hold).drain()

    def fetch(self, free: int) -> Sequence[Errand]:
        """Who has come, and what has to be tried again."""
        errands = arrivals(free)
        if time.monotonic() >= self._back_at:
            self._back_at = time.monotonic() + BACK_EVERY
            errands += left_behind(free)
            errands += relay.claim(self._lane, free)
        return errands


def arrivals(most: int) -> list[Errand]:
    """New customers: welcomes to speak, and turns of those whose name is to be asked."""
    with transaction() as session:
        planned = plan_hurried(session, most)
        if planned:
            later(session, "jobs.react.react", None)
        return received(session, planned)


def left_behind(most: int) -> list[Errand]:
    """Turns that were begun and not ended."""
    with transaction() as session:
        claimed = units.claim_hurried(session, most)
        return received(session, [(unit.event, unit.rows[0]) for unit in claimed])


def received(session: Session, came: Sequence[tuple[Event, InboxReaction]]) -> list[Errand]:
    """What is known is written at once; nothing more to do for whom no welcome is meant."""
    added = [event for event, _ in came if isinstance(event, FollowAdded)]
    found = {one.event.event_id: one for one in greetings(session, added)}
    turns = [Turn(row, found[row.event_id]) for _, row in came if row.event_id in found]
    nothing = [(row, Outcome("done")) for _, row in came if row.event_id not in found]
    asked = [turn for turn in turns if turn.greeting.lacks_name]
    ready = [turn for turn in turns if not turn.greeting.lacks_name]
    return [*_written(session, ready, nothing), *asked]


def act(errand: Errand) -> Greeting | Spoken:
    """The part that waits for the network."""
    return with_name(errand.greeting) if isinstance(errand, Turn) else speak(errand)


def keep(done: Sequence[tuple[Errand, Greeting | Spoken]]) -> Sequence[Errand]:
    """Write down what was said; whose name has been learnt is welcomed next."""
    said = [
        (one, came)
        for one, came in done
        if isinstance(one, OutboxCommand) and isinstance(came, Spoken)
    ]
    if said:
        relay.keep(said)
    named = [
        Turn(one.row, came)
        for one, came in done
        if isinstance(one, Turn) and isinstance(came, Greeting)
    ]
    if not named:
        return []
    try:
        with transaction() as session:
            return _written(session, named, [])
    except DBAPIError:
        log.exception("welcomes could not be kept", extra={"count": len(named)})
        return []  # their leases end, and they are written again


def hold(errands: Sequence[Errand]) -> None:
    """Keep what is being done ours."""
    with transaction() as session:
        units.renew_rows(session, [one.row.id for one in errands if isinstance(one, Turn)])
    relay.keep_ours([one for one in errands if isinstance(one, OutboxCommand)])


def _written(session: Session, turns: Sequence[Turn], ended: Ended) -> list[OutboxCommand]:
    """The welcomes as rows that are ours to speak; their reactions are done, or parked."""
    rows, outcomes = [], list(ended)
    for turn in turns:
        try:
            rows.append(written(turn.greeting))
        except Unprocessable as error:
            outcomes.append((turn.row, after(error, turn.row.attempts)))
        else:
            outcomes.append((turn.row, Outcome("done")))
    units.finish(session, outcomes)
    return list(decide_and_claim(session, rows, lease()))
