"""When a welcome speaks: windows (时段) of the corp's week, and special dates. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """From `start` to `end`, in minutes after midnight; an end at or before the start is the next
    day's. On `weekdays` (1 is Monday), or on the days from `first` to `last`.
    """

    start: int
    end: int
    weekdays: frozenset[int] = frozenset()
    first: date | None = None
    last: date | None = None

    @property
    def is_special(self) -> bool:
        """Whether it is for certain dates; then it comes before those of the week."""
        return self.first is not None

    @property
    def lasts(self) -> int:
        """How many minutes it is open, at most a day."""
        return (self.end - self.start) % DAY or DAY

    def begins_on(self, day: date) -> bool:
        """Whether it opens on `day`; it may close on the next."""
        if self.first is None:
            return day.isoweekday() in self.weekdays
        return self.first <= day <= (self.last or self.first)


def is_open(window: Window, moment: datetime) -> bool:
    """Whether `moment`, as the corp's clock on the wall shows it, lies within `window`."""
    minute, today = moment.hour * 60 + moment.minute, moment.date()
    if window.begins_on(today) and 0 <= minute - window.start < window.lasts:
        return True
    return window.begins_on(today - ONE_DAY) and minute + DAY - window.start < window.lasts


def open_at(windows: Sequence[Window], moment: datetime) -> int | None:
    """The place of the window that is open: special dates before weekdays."""
    found = [place for place, window in enumerate(windows) if is_open(window, moment)]
    special = [place for place in found if windows[place].is_special]
    return next(iter(special + found), None)


def clash(windows: Sequence[Window]) -> tuple[int, int] | None:
    """The places of two windows of which nobody could say which comes first."""
    special = [place for place, one in enumerate(windows) if one.is_special]
    weekly = [place for place, one in enumerate(windows) if not one.is_special]
    return _clash(windows, special, None) or _clash(windows, weekly, WEEK)


def _clash(
    windows: Sequence[Window], places: Iterable[int], around: int | None
) -> tuple[int, int] | None:
    spans = sorted(
        (begin, begin + windows[place].lasts, place)
        for place in places
        for begin in _begins(windows[place])
    )
    if around is not None and spans:  # Sunday's night reaches into Monday
        begin, end, place = spans[0]
        spans.append((begin + around, end + around, place))
    for before, after in pairwise(spans):
        if after[0] < before[1] and before[2] != after[2]:
            return min(before[2], after[2]), max(before[2], after[2])
    return None


def _begins(window: Window) -> Iterable[int]:
    if window.first is None:
        return [(weekday - 1) * DAY + window.start for weekday in window.weekdays]
    first, last = window.first.toordinal(), (window.last or window.first).toordinal()
    return [day * DAY + window.start for day in range(first, last + 1)]


def minutes_of(clock: str) -> int:
    """22:00 → 1320. Raises ValueError for what is no time of day."""
    hour, _colon, minute = clock.partition(":")
    if not (len(clock) == 5 and hour.isdecimal() and minute.isdecimal()):
        raise ValueError(clock)
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError(clock)
    return int(hour) * 60 + int(minute)


def window_of(kept: Mapping[str, Any]) -> Window:
    """A window as a Welcome keeps it. Raises ValueError where a part is none."""
    first, last = kept.get("first"), kept.get("last")
    return Window(
        minutes_of(kept["from"]),
        minutes_of(kept["to"]),
        frozenset(kept.get("weekdays") or ()),
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )
