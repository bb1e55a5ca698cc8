"""Who receives the customers of a live code at a moment, and why. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from app.acquisition.schedule.plan import Plan, Window

Source = Literal["special", "holiday", "weekly", "default", "fallback", "last_resort"]
Because = Literal["", "paused", "code_day_full", "code_all_full", "nobody"]
Absence = Literal["left", "away", "day_full", "all_full"]
RANKS: Mapping[Source, int] = {"special": 0, "holiday": 1, "weekly": 2, "default": 3}


@dataclass(frozen=True)
class Calendar:
    """Public holidays, and the weekend days on which people work instead (调休上班)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Counters:
    """userid → adds by this code: `today` counts the corp's `day`, `total` all days."""

    day: date | None = None
    today: Mapping[str, int] = field(default_factory=dict)
    total: Mapping[str, int] = field(default_factory=dict)

    def on(self, day: date) -> Mapping[str, int]:
        """The counts of a day; one that has not come yet begins with nothing."""
        return self.today if day == self.day else {}


@dataclass(frozen=True)
class Code:
    """A plan with all that it must be read with: who `left` for good, and until when the
    others are `away` by their own switch."""

    plan: Plan
    zone: tzinfo
    calendar: Calendar = field(default_factory=Calendar)
    left: frozenset[str] = frozenset()
    away: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Effective:
    """Who receives. `because` says why the spares do; `left_out` why somebody planned does not.

    `last_resort`: nobody is free, and there are no spares; a code must have somebody.
    """

    userids: tuple[str, ...]
    source: Source
    skips_verify: bool
    because: Because = ""
    left_out: Mapping[str, Absence] = field(default_factory=dict)


def effective_staff(code: Code, moment: datetime, counters: Counters) -> Effective:
    """Who receives at `moment` (aware). Never nobody."""
    source, planned = rostered(code, moment)
    left_out = {
        userid: why for userid in planned if (why := absence(code, userid, moment, counters))
    }
    skips = skips_verify(code, moment)
    stop = obstacle(code, moment, counters)
    able = tuple(userid for userid in planned if userid not in left_out)
    if able and not stop:
        return Effective(able, source, skips, left_out=left_out)
    because = stop or "nobody"
    if spares := _free(code, code.plan.fallback, moment):
        return Effective(spares, "fallback", skips, because, left_out)
    return Effective(_last_resort(code, planned), "last_resort", skips, because, left_out)


def rostered(code: Code, moment: datetime) -> tuple[Source, tuple[str, ...]]:
    """Who is planned, before anybody is left out: a special day before a holiday before the
    week; what begins today before a night that began yesterday."""
    wall = moment.astimezone(code.zone).replace(tzinfo=None)
    today = wall.date()
    covering = [
        (RANKS[source], ago, source, userids)
        for ago in (0, 1)
        for source, window, userids in windows_on(code, today - timedelta(days=ago))
        if window.covers(wall, today - timedelta(days=ago))
    ]
    if not covering:
        return "default", code.plan.default
    _rank, _ago, source, userids = min(covering, key=lambda found: found[:2])
    return source, userids


def windows_on(code: Code, day: date) -> Iterator[tuple[Source, Window, tuple[str, ...]]]:
    """The windows that begin on a day of the corp."""
    plan = code.plan
    special = [row for row in plan.specials if row.first <= day <= row.last]
    if special:
        for row in special:
            yield "special", row.window, row.userids
    elif plan.holiday and day in code.calendar.holidays:
        yield "holiday", Window(0, 0), plan.holiday
    else:
        weekday = day.weekday()
        if plan.makeup_as is not None and day in code.calendar.workdays:
            weekday = plan.makeup_as
        for period in plan.periods:
            if weekday in period.weekdays:
                yield "weekly", period.window, period.userids


def absence(code: Code, userid: str, moment: datetime, counters: Counters) -> Absence | Literal[""]:
    """Why a planned member does not receive, if so."""
    caps = code.plan.caps
    if userid in code.left:
        return "left"
    if _is_away(code, userid, moment):
        return "away"
    if _is_full(caps.staff_all, counters.total.get(userid, 0)):
        return "all_full"
    today = counters.on(moment.astimezone(code.zone).date())
    return "day_full" if _is_full(caps.staff_day, today.get(userid, 0)) else ""


def obstacle(code: Code, moment: datetime, counters: Counters) -> Because:
    """What stops the whole code, if anything."""
    caps = code.plan.caps
    if code.plan.is_paused:
        return "paused"
    if _is_full(caps.code_all, counted(code.plan, counters.total)):
        return "code_all_full"
    today = counters.on(moment.astimezone(code.zone).date())
    return "code_day_full" if _is_full(caps.code_day, counted(code.plan, today)) else ""


def counted(plan: Plan, counts: Mapping[str, int]) -> int:
    """The adds that count against the code's caps: all but the spares'."""
    return sum(count for userid, count in counts.items() if userid not in plan.fallback)


def skips_verify(code: Code, moment: datetime) -> bool:
    """Whether WeCom lets customers in at `moment` without the member's consent."""
    hours = code.plan.verify_window
    if not code.plan.skip_verify or hours is None:
        return code.plan.skip_verify
    wall = moment.astimezone(code.zone).replace(tzinfo=None)
    days = (wall.date(), wall.date() - timedelta(days=1))
    return any(hours.covers(wall, day) for day in days)


def _free(code: Code, userids: tuple[str, ...], moment: datetime) -> tuple[str, ...]:
    return tuple(
        userid
        for userid in userids
        if userid not in code.left and not _is_away(code, userid, moment)
    )


def _last_resort(code: Code, planned: tuple[str, ...]) -> tuple[str, ...]:
    """Those who are still here, whatever else speaks against them."""
    for userids in (code.plan.fallback, planned, code.plan.default, sorted(code.plan.named())):
        if here := tuple(userid for userid in userids if userid not in code.left):
            return here
    return planned  # all have left: nothing is right, and the page says so


def _is_away(code: Code, userid: str, moment: datetime) -> bool:
    until = code.away.get(userid)
    return until is not None and moment < until


def _is_full(most: int | None, count: int) -> bool:
    return most is not None and count >= most
