"""The exact moment at which something changes next in who receives. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.acquisition.schedule.effective_staff import (
    Code,
    Counters,
    effective_staff,
    windows_on,
)
from app.acquisition.schedule.plan import midnight

HORIZON = timedelta(days=8)  # whoever finds nothing looks again then: the week has gone round


def next_change(code: Code, moment: datetime, counters: Counters) -> datetime | None:
    """When WeCom must be told something else than at `moment`; None: not within HORIZON."""
    if is_still(code, moment, counters):
        return None
    now = _told(code, moment, counters)
    end = moment + HORIZON
    day = moment.astimezone(code.zone).date()
    while midnight(day).replace(tzinfo=code.zone) <= end:
        for edge in sorted(set(edges_on(code, day))):
            if moment < edge <= end and _told(code, edge, counters) != now:
                return edge
        day += timedelta(days=1)
    return None


def is_still(code: Code, moment: datetime, counters: Counters) -> bool:
    """Whether nothing in the code depends on time, as it stands."""
    plan = code.plan
    is_timed = plan.periods or plan.specials or plan.on_holidays or plan.verify_window
    is_full = plan.caps.is_any() and counters.today
    return not (is_timed or is_full or any(until > moment for until in code.away.values()))


def edges_on(code: Code, day: date) -> Iterator[datetime]:
    """Every moment of a day of the corp at which anything might change."""
    walls = {midnight(day)}
    walls |= {wall for wall in _window_edges(code, day) if wall.date() == day}
    for wall in walls:
        for fold in (0, 1):  # an hour that the clocks repeat begins twice
            yield wall.replace(tzinfo=code.zone, fold=fold).astimezone(UTC)
    yield from (until for until in code.away.values() if until.astimezone(code.zone).date() == day)
    leap = clock_leap(code.zone, day)
    if leap is not None:
        yield leap


def _window_edges(code: Code, day: date) -> Iterator[datetime]:
    for begins in (day - timedelta(days=1), day):
        windows = [window for _source, window, _receivers in windows_on(code, begins)]
        if code.plan.verify_window:
            windows.append(code.plan.verify_window)
        for window in windows:
            start = midnight(begins) + timedelta(minutes=window.start)
            yield start
            yield start + timedelta(minutes=window.lasts)


def clock_leap(zone: tzinfo, day: date) -> datetime | None:
    """The moment within a day at which the zone's clocks are put forward or back, if any."""
    low = datetime.combine(day, time(), zone).astimezone(UTC)
    high = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    if high.astimezone(zone).utcoffset() == before:
        return None
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _told(code: Code, moment: datetime, counters: Counters) -> tuple[object, ...]:
    found = effective_staff(code, moment, counters)
    return frozenset(found.userids), frozenset(found.parties), found.skips_verify
