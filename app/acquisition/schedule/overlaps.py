"""Finds two rows of a plan that would both say who receives at one moment. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from app.acquisition.schedule.plan import A_DAY, Period, Plan, Special

A_WEEK = 7 * A_DAY
NEAR = (-1, 0, 1)  # days


def first_overlap(plan: Plan) -> tuple[str, int, int] | None:
    """Which two rows: ("period" or "special", the one's position, the other's)."""
    for (one, first), (other, second) in combinations(enumerate(plan.periods), 2):
        if _periods_overlap(first, second):
            return "period", one, other
    for (one, early), (other, late) in combinations(enumerate(plan.specials), 2):
        if _specials_overlap(early, late):
            return "special", one, other
    return None


def _periods_overlap(one: Period, other: Period) -> bool:
    return any(
        start < other_end and other_start < end
        for start, end in _in_week(one)
        for other_start, other_end in _in_week(other)
    )


def _in_week(period: Period) -> Iterator[tuple[int, int]]:
    """The stretches of the week in minutes; what passes its end comes again at its beginning."""
    for weekday in period.weekdays:
        start = weekday * A_DAY + period.window.start
        yield start, start + period.window.lasts
        yield start - A_WEEK, start - A_WEEK + period.window.lasts


def _specials_overlap(one: Special, other: Special) -> bool:
    """A window ends on the day after its own at the latest: so only neighbouring days can meet."""
    return any(_days_meet(one, other, later) and _hours_meet(one, other, later) for later in NEAR)


def _days_meet(one: Special, other: Special, later: int) -> bool:
    """Whether some day of `one` and the day so many days later are both meant."""
    shift = timedelta(days=later)
    return max(one.first, other.first - shift) <= min(one.last, other.last - shift)


def _hours_meet(one: Special, other: Special, later: int) -> bool:
    """Whether the hours of a day of `one` and of the day so many days later overlap."""
    start = other.window.start + later * A_DAY
    return one.window.start < start + other.window.lasts and start < (
        one.window.start + one.window.lasts
    )
