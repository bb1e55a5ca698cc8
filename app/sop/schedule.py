"""When the steps of a SOP fall due for one customer, in the corp's own days and hours. Pure.

A step that would have been due before the customer was added is skipped, never made up for: a
customer added at 20:00 does not get the "day 0, 09:30" step. A step that falls due while our
machines are away is late, not skipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from app.sentences import Sentence

FIRST_POLL_AFTER = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
WAITS_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Timing:
    """What a step says of its time: `after_minutes`, or `day` (0 = day of adding) and `at`."""

    position: int
    day: int = 0
    at: str | None = None
    after_minutes: int | None = None


@dataclass(frozen=True)
class Planned:
    """A step's moment for one customer; `skipped_because` is None for a step that is met."""

    position: int
    due_at: datetime
    skipped_because: Sentence | None = None


def due_at(enrolled_at: datetime, step: Timing, zone: tzinfo) -> datetime:
    """The moment of `step` for somebody enrolled at `enrolled_at`.

    A wall-clock time that a change of clocks leaves out moves on by the change; one that comes
    twice means the first.
    """
    if step.after_minutes is not None:
        return enrolled_at.astimezone(UTC) + timedelta(minutes=step.after_minutes)
    if step.at is None:
        raise ValueError("a step needs a time of day or a number of minutes")
    day = enrolled_at.astimezone(zone).date() + timedelta(days=step.day)
    return datetime.combine(day, time.fromisoformat(step.at), zone).astimezone(UTC)


def plan(enrolled_at: datetime, steps: Iterable[Timing], zone: tzinfo) -> list[Planned]:
    """Every step in the order in which this customer meets them.

    The order is the customer's own: "after 120 minutes" comes before "day 0, 18:00" for one who
    was added in the morning, and after it for one who was added at 17:00.
    """
    planned = [_planned(enrolled_at, step, zone) for step in steps]
    return sorted(planned, key=lambda one: (one.due_at, one.position))


def _planned(enrolled_at: datetime, step: Timing, zone: tzinfo) -> Planned:
    due = due_at(enrolled_at, step, zone)
    if due >= enrolled_at:
        return Planned(step.position, due)
    why = Sentence("添加客户时已过当天 %(at)s，此步骤跳过", {"at": step.at or ""})
    return Planned(step.position, due, why)


def first_step(planned: Sequence[Planned]) -> Planned | None:
    """What the customer meets first; None when every step is skipped."""
    return next((one for one in planned if one.skipped_because is None), None)


def next_step(planned: Sequence[Planned], position: int) -> Planned | None:
    """What follows the step at `position`; None after the last."""
    places = [index for index, one in enumerate(planned) if one.position == position]
    return first_step(planned[places[0] + 1 :])


def next_poll(asked_at: datetime, now: datetime) -> datetime | None:
    """When to look again whether a member confirmed what we asked for at `asked_at`.

    The pause grows with the age of the question, from ten minutes to six hours; None after a week.
    """
    age = now - asked_at
    if age >= WAITS_FOR:
        return None
    return now + min(max(age, FIRST_POLL_AFTER), LONGEST_PAUSE)


def postponed_until(due: datetime, now: datetime, zone: tzinfo) -> datetime:
    """Tomorrow at the task's own time of day: tapping twice postpones once."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, due.astimezone(zone).time(), zone).astimezone(UTC)
