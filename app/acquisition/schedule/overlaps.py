"""Finds two rows of a plan that would both say who receives at one moment. Pure."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from app.acquisition.schedule.plan import A_DAY, Period, Plan, Special

A_WEEK = 7 * A_DAY


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
    return any(
        start < other_end and other_start < end
        for start, end in _in_days(one, one)
        for other_start, other_end in _in_days(other, one)
    )


def _in_days(row: Special, origin: Special) -> Iterator[tuple[int, int]]:
    day = row.first
    while day <= row.last:
        start = (day - origin.first).days * A_DAY + row.window.start
        yield start, start + row.window.lasts
        day += timedelta(days=1)
