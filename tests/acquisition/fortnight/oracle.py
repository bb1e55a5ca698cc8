"""Who should receive, by painting the fortnight minute by minute. Imports nothing of the house.

The wall clock is a count of minutes; each layer is painted over the one below: the week, then
public holidays, then special dates; within a layer a later day over the night before it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.acquisition.fortnight.scenes import Scene, day_number

A_DAY = 1440
THURSDAY = 3  # 1970-01-01 was one
Sheet = dict[int, tuple[str, ...]]


@dataclass
class Expected:
    """One code: its painted sheet, who was added by it, and who rests today."""

    plan: dict[str, Any]
    scene: Scene
    days: int
    sheet: Sheet = field(default_factory=dict)
    adds: Counter[tuple[int, str]] = field(default_factory=Counter)  # (day, userid) → adds
    resting: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        first = self.scene.wall(self.scene.start) // A_DAY
        self.sheet = painted(self.plan, self.scene, range(first - 1, first + self.days + 2))

    def added(self, userid: str, moment: datetime) -> None:
        """A customer came to a member by this code."""
        self.adds[self.scene.wall(moment) // A_DAY, userid] += 1

    def rests(self, userid: str, moment: datetime) -> None:
        """A member wants nobody until midnight."""
        self.resting.add((self.scene.wall(moment) // A_DAY, userid))

    def at(self, moment: datetime) -> tuple[frozenset[str], bool]:
        """The members, and whether WeCom lets customers in by itself."""
        wall = self.scene.wall(moment)
        return frozenset(self._people(wall)), self._lets_in(wall % A_DAY)

    def _people(self, wall: int) -> list[str]:
        day, caps, spares = wall // A_DAY, self.plan["caps"], self.plan["fallback"]
        planned = list(self.sheet.get(wall) or self.plan["default"])
        awake = [who for who in planned if (day, who) not in self.resting]
        if self.adds:
            today = Counter({who: n for (on, who), n in self.adds.items() if on == day})
            ever: Counter[str] = Counter()
            for (_on, who), n in self.adds.items():
                ever[who] += n
            awake = [
                who
                for who in awake
                if today[who] < most(caps["staff_day"]) and ever[who] < most(caps["staff_all"])
            ]
            if own(today, spares) >= most(caps["code_day"]):
                awake = []
            if own(ever, spares) >= most(caps["code_all"]):
                awake = []
        free = [who for who in spares if (day, who) not in self.resting]
        return awake or free or spares or planned

    def _lets_in(self, minute: int) -> bool:
        hours = self.plan["verify_window"]
        if hours is None or not self.plan["skip_verify"]:
            return bool(self.plan["skip_verify"])
        start, end = hours["start"], hours["end"]
        if start < end:
            return bool(start <= minute < end)
        return bool(minute >= start or minute < end)


def most(cap: int | None) -> float:
    return float("inf") if cap is None else cap


def own(counts: Counter[str], spares: list[str]) -> int:
    return sum(n for who, n in counts.items() if who not in spares)


def painted(plan: dict[str, Any], scene: Scene, days: range) -> Sheet:
    """Minute of the wall clock → who is planned, where anything but the default is."""
    sheet: Sheet = {}
    off, on = set(map(day_number, scene.off)), set(map(day_number, scene.on))
    dated = {day: row for row in plan["specials"] for day in stretch(row["first"], row["last"])}
    is_off = {day for day in days if plan["holiday"] and day in off and day not in dated}
    for day in days:
        if day in dated or day in is_off:
            continue
        weekday = (day + THURSDAY) % 7
        if day in on and plan["makeup_as"] is not None:
            weekday = plan["makeup_as"]
        for row in plan["periods"]:
            if weekday in row["weekdays"]:
                brush(sheet, day, row)
    for day in is_off:
        brush(sheet, day, {"start": 0, "end": A_DAY, "userids": plan["holiday"]})
    for day in sorted(dated):
        brush(sheet, day, dated[day])
    return sheet


def brush(sheet: Sheet, day: int, row: dict[str, Any]) -> None:
    """From its start to its end, which is the next day's where it comes first."""
    start, end = row["start"], row["end"]
    until = end if end > start else end + A_DAY
    for minute in range(day * A_DAY + start, day * A_DAY + until):
        sheet[minute] = tuple(row["userids"])


def stretch(first: str, last: str) -> range:
    """The days from the first to the last, both included."""
    after = date.fromisoformat(last) + timedelta(days=1)
    return range(day_number(date.fromisoformat(first)), day_number(after))
