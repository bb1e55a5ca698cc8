"""China's public holidays and make-up workdays, as far as the State Council has named them."""

from datetime import date, timedelta
from functools import cache

from app.acquisition.schedule.effective_staff import Calendar

SATURDAY = 5


def calendar_around(day: date) -> Calendar:
    """The holidays of the years about a day."""
    return _calendar(day.year)


@cache
def _calendar(year: int) -> Calendar:
    from holidays import country_holidays  # noqa: PLC0415  slow to import, and only needed here

    known = country_holidays("CN", years=range(year - 1, year + 2))
    off, on = set(known.keys()), frozenset(known.weekend_workdays)
    # A weekend that touches a holiday belongs to it, unless it is worked on: 1 to 7 October.
    for step in (1, -1):
        for day in sorted(off, reverse=step < 0):
            after = day + timedelta(days=step)
            while after.weekday() >= SATURDAY and after not in on:
                off.add(after)
                after += timedelta(days=step)
    return Calendar(frozenset(off - on), on)
