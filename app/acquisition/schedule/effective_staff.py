"""Who receives the customers of a live code at a moment, and why. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from app.acquisition.schedule.plan import Plan, Receivers, Window

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
    """A plan with all that it must be read with: who `left` for good, until when the others are
    `away` by their own switch, and the `members` of departments who can have customers.

    A department that is not in `members` is one of which WeCom tells us nothing.
    """

    plan: Plan
    zone: tzinfo
    calendar: Calendar = field(default_factory=Calendar)
    left: frozenset[str] = frozenset()
    away: Mapping[str, datetime] = field(default_factory=dict)
    members: Mapping[int, Collection[str]] = field(default_factory=dict)

    def people(self, receivers: Receivers) -> list[str]:
        """All of them by name, as far as we know the departments; each once."""
        inside = (one for party in receivers.parties for one in self.members.get(party, ()))
        return list(dict.fromkeys((*receivers.userids, *inside)))


@dataclass(frozen=True)
class Effective:
    """Who receives. `because` says why the spares do; `left_out` why somebody planned does not.

    `last_resort`: nobody is free, and there are no spares; a code must have somebody. WeCom cannot
    leave one member of a department out: a department in which somebody must not receive now is
    said by the names of the others, and stands in `by_name`.
    """

    userids: tuple[str, ...]
    source: Source
    skips_verify: bool
    because: Because = ""
    left_out: Mapping[str, Absence] = field(default_factory=dict)
    parties: tuple[int, ...] = ()
    by_name: tuple[int, ...] = ()

    @property
    def receivers(self) -> Receivers:
        """What WeCom is told."""
        return Receivers(self.userids, self.parties)


def effective_staff(code: Code, moment: datetime, counters: Counters) -> Effective:
    """Who receives at `moment` (aware). Never nobody."""
    source, planned = rostered(code, moment)
    left_out = {
        userid: why
        for userid in code.people(planned)
        if (why := absence(code, userid, moment, counters))
    }
    skips = skips_verify(code, moment)
    stop = obstacle(code, moment, counters)
    able = without(code, planned, left_out)
    because: Because = stop or ("" if able else "nobody")
    if because and (able := _free(code, moment)):
        source, planned = "fallback", code.plan.spares
    elif because:
        source, (able, planned) = "last_resort", _last_resort(code, planned)
    by_name = tuple(
        party for party in planned.parties if party not in able.parties and code.members.get(party)
    )
    return Effective(able.userids, source, skips, because, left_out, able.parties, by_name)


def without(code: Code, receivers: Receivers, out: Collection[str]) -> Receivers:
    """The receivers but those who are `out`. A department without any of them stays whole, and so
    does one whose members we do not know; of the others the rest is named."""
    named = [userid for userid in receivers.userids if userid not in out]
    whole = []
    for party in receivers.parties:
        members = code.members.get(party)
        if members is None or (members and not any(one in out for one in members)):
            whole.append(party)
        else:
            named += [one for one in members if one not in out]
    return Receivers(tuple(dict.fromkeys(named)), tuple(whole))


def rostered(code: Code, moment: datetime) -> tuple[Source, Receivers]:
    """Who is planned, before anybody is left out: a special day before a holiday before the
    week; what begins today before a night that began yesterday."""
    wall = moment.astimezone(code.zone).replace(tzinfo=None)
    today = wall.date()
    covering = [
        (RANKS[source], ago, source, receivers)
        for ago in (0, 1)
        for source, window, receivers in windows_on(code, today - timedelta(days=ago))
        if window.covers(wall, today - timedelta(days=ago))
    ]
    if not covering:
        return "default", code.plan.always
    _rank, _ago, source, receivers = min(covering, key=lambda found: found[:2])
    return source, receivers


def windows_on(code: Code, day: date) -> Iterator[tuple[Source, Window, Receivers]]:
    """The windows that begin on a day of the corp."""
    plan = code.plan
    special = [row for row in plan.specials if row.first <= day <= row.last]
    if special:
        for row in special:
            yield "special", row.window, row.receivers
    elif plan.on_holidays and day in code.calendar.holidays:
        yield "holiday", Window(0, 0), plan.on_holidays
    else:
        weekday = day.weekday()
        if plan.makeup_as is not None and day in code.calendar.workdays:
            weekday = plan.makeup_as
        for period in plan.periods:
            if weekday in period.weekdays:
                yield "weekly", period.window, period.receivers


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
    if _is_full(caps.code_all, counted(code, counters.total)):
        return "code_all_full"
    today = counters.on(moment.astimezone(code.zone).date())
    return "code_day_full" if _is_full(caps.code_day, counted(code, today)) else ""


def counted(code: Code, counts: Mapping[str, int]) -> int:
    """The adds that count against the code's caps: all but the spares'."""
    spares = frozenset(code.people(code.plan.spares))
    return sum(count for userid, count in counts.items() if userid not in spares)


def skips_verify(code: Code, moment: datetime) -> bool:
    """Whether WeCom lets customers in at `moment` without the member's consent."""
    hours = code.plan.verify_window
    if not code.plan.skip_verify or hours is None:
        return code.plan.skip_verify
    wall = moment.astimezone(code.zone).replace(tzinfo=None)
    days = (wall.date(), wall.date() - timedelta(days=1))
    return any(hours.covers(wall, day) for day in days)


def _free(code: Code, moment: datetime) -> Receivers:
    """The spares who are here."""
    spares = code.plan.spares
    out = [one for one in code.people(spares) if one in code.left or _is_away(code, one, moment)]
    return without(code, spares, out)


def _last_resort(code: Code, planned: Receivers) -> tuple[Receivers, Receivers]:
    """Those who are still here, whatever else speaks against them, and whom they are out of."""
    plan = code.plan
    anybody = Receivers(tuple(sorted(plan.named())), tuple(sorted(plan.named_parties())))
    for group in (plan.spares, planned, plan.always, anybody):
        if here := without(code, group, code.left):
            return here, group
    return planned, planned  # all have left: nothing is right, and the page says so


def _is_away(code: Code, userid: str, moment: datetime) -> bool:
    until = code.away.get(userid)
    return until is not None and moment < until


def _is_full(most: int | None, count: int) -> bool:
    return most is not None and count >= most
