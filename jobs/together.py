"""Running the reactions to many events at once, each reaction over the whole batch.

When a batch form meets something that nobody expected, its events run one by one: the one that is
to blame stops alone.
"""

import logging
from collections.abc import Iterable, Sequence
from functools import partial

from app import log
from app.events.base import Event
from app.inbox.models import InboxReaction
from app.together import Many, Troubles
from jobs.crew import stopping
from jobs.outcome import DONE, Outcome, after, attempt, whole
from jobs.reactions import MANY, REACTIONS, Reaction, name_of
from jobs.units import Unit

logger = logging.getLogger(__name__)

MOST = 100  # events in a batch
Batch = tuple[Unit, ...]
Ended = Sequence[tuple[InboxReaction, Outcome]]
Pair = tuple[Event, InboxReaction]


def batches(units: Iterable[Unit]) -> list[Batch]:
    """Likes together (one kind of event, one corp); events that are reacted to singly alone."""
    alike: dict[tuple[type[Event], str], list[Unit]] = {}
    made: list[Batch] = []
    for unit in units:
        kind = type(unit.event)
        if any(reaction in MANY for reaction in REACTIONS[kind]):
            alike.setdefault((kind, unit.event.corp_id), []).append(unit)
        else:
            made.append((unit,))
    return [*made, *(batch for group in alike.values() for batch in parted(group))]


def parted(units: Iterable[Unit]) -> list[Batch]:
    """Batches of at most MOST, no two events of one customer in any: one that is tried again may
    be due beside a later one."""
    parts: list[dict[str, Unit]] = []
    for unit in units:
        who = str(getattr(unit.event, "external_userid", unit.event.event_id))
        free = (part for part in reversed(parts) if who not in part and len(part) < MOST)
        part = next(free, None)
        if part is None:
            parts.append(part := {})
        part[who] = unit
    return [tuple(part.values()) for part in parts]


def run(batch: Batch) -> Ended:
    """Run the events' reactions one after another; one that fails holds up no other."""
    ended: list[tuple[InboxReaction, Outcome]] = []
    for name, pairs in by_reaction(batch).items():
        ended += reacted(name, pairs)
    return ended


def by_reaction(batch: Batch) -> dict[str, list[Pair]]:
    """What waits, reaction by reaction in their order."""
    waiting = [(row.position, row, unit.event) for unit in batch for row in unit.rows]
    found: dict[str, list[Pair]] = {}
    for _, row, event in sorted(waiting, key=lambda one: one[0]):
        found.setdefault(row.name, []).append((event, row))
    return found


def reacted(name: str, pairs: Sequence[Pair]) -> Ended:
    """How one reaction to all of these ended."""
    if stopping.is_set():  # let go of untouched: another worker has time
        return [(row, Outcome("again", row.error, cost=0)) for _, row in pairs]
    many = MANY.get(reaction_named(name, type(pairs[0][0])))
    if many is not None and len(pairs) > 1:
        troubles = met(name, many, [event for event, _ in pairs])
        if troubles is not None:
            return [(row, outcome_of(troubles, row)) for _, row in pairs]
    return [(row, _one(name, event, row)) for event, row in pairs]


def met(name: str, many: Many, events: Sequence[Event]) -> Troubles | None:
    """What each event has met; None when the batch as a whole came to nothing."""
    with log.bound(job=name):
        return whole(partial(many, events))


def outcome_of(troubles: Troubles, row: InboxReaction) -> Outcome:
    """How one of a batch has ended."""
    trouble = troubles.get(row.event_id)
    return DONE if trouble is None else after(trouble, row.attempts)


def _one(name: str, event: Event, row: InboxReaction) -> Outcome:
    if stopping.is_set():
        return Outcome("again", row.error, cost=0)
    about = getattr(event, "external_userid", None)
    with log.bound(event_id=event.event_id, external_userid=about, job=name):
        return attempt(partial(_react, event, name), row.attempts)


def _react(event: Event, name: str) -> None:
    """Run the reaction of that name; LookupError when the table has it no more."""
    reaction = reaction_named(name, type(event))
    if reaction is None:
        raise LookupError(f"{name} is no reaction to {type(event).__name__} any more")
    reaction(event)


def reaction_named(name: str, kind: type[Event]) -> Reaction | None:
    """The reaction to a kind of event by its dotted path."""
    return next((one for one in REACTIONS[kind] if name_of(one) == name), None)
