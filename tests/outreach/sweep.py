"""Welcomes of a week, and an oracle that paints every minute of it with what should be said."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
SUNDAY = datetime(2026, 3, 1, tzinfo=ZONE)
DAYS = 9  # the week from Monday, and a night on either side
EXPO, LINA = "lkexpo", "wangguwen"


def window(name: str, start: str, end: str, days: str = "", first: str = "", last: str = "") -> Any:
    """A window as a Welcome keeps it; it says its own name."""
    return {
        "name": name,
        "from": start,
        "to": end,
        "weekdays": [int(day) for day in days],
        "first": first or None,
        "last": last or None,
        "text": name,
        "attachments": [],
    }


@dataclass(frozen=True)
class Plan:
    """A welcome of the week."""

    state: str | None
    userid: str | None
    text: str
    windows: list[dict[str, Any]]
    attachments: list[dict[str, Any]] = field(default_factory=list)
    is_active: bool = True


WEEK = (
    Plan(
        EXPO,
        None,
        "",
        [
            window("展会日间", "09:00", "18:00", "12345"),
            window("展会晚间", "18:00", "22:30", "1357"),
            window("展会通宵", "23:00", "05:00", "57"),
            window("展会周三", "00:00", "00:00", first="2026-03-04"),
        ],
    ),
    Plan(None, LINA, "成员平时", [window("成员午休", "12:00", "13:30", "1234567")]),
    Plan(
        None,
        None,
        "默认平时",
        [
            window("默认夜里", "22:00", "06:00", "1234567"),
            window("默认周末", "20:00", "02:00", first="2026-03-07", last="2026-03-08"),
        ],
    ),
)

# who comes, and in which order the welcomes are asked
COMERS = {
    (EXPO, LINA): (0, 1, 2),
    (EXPO, "lina"): (0, 2),
    ("", LINA): (1, 2),
    ("", "lina"): (2,),
}


def painted(plans: tuple[int, ...]) -> dict[datetime, str]:
    """Minute → what is said: the least particular is painted first, so that others cover it."""
    canvas: dict[datetime, str] = {}
    for plan in (WEEK[place] for place in reversed(plans)):
        if plan.text:
            paint(canvas, SUNDAY, DAYS * 1440, plan.text)
        for is_special in (False, True):
            for one in plan.windows:
                if bool(one["first"]) is is_special:
                    paint_window(canvas, one)
    return canvas


def paint_window(canvas: dict[datetime, str], one: dict[str, Any]) -> None:
    for number in range(DAYS):
        day = SUNDAY + timedelta(days=number)
        if not is_meant(day.date(), one):
            continue
        opens = datetime.combine(day.date(), time.fromisoformat(one["from"]), ZONE)
        closes = datetime.combine(day.date(), time.fromisoformat(one["to"]), ZONE)
        if closes <= opens:
            closes += timedelta(days=1)
        paint(canvas, opens, int((closes - opens).total_seconds() // 60), one["name"])


def is_meant(day: date, one: dict[str, Any]) -> bool:
    if one["first"]:
        return bool(one["first"] <= day.isoformat() <= (one["last"] or one["first"]))
    return (day.weekday() + 1) in one["weekdays"]


def paint(canvas: dict[datetime, str], start: datetime, minutes: int, words: str) -> None:
    for minute in range(minutes):
        canvas[start + timedelta(minutes=minute)] = words


def edges(canvas: dict[datetime, str]) -> list[datetime]:
    """The minutes of the week at which something else is said than a minute before."""
    step = timedelta(minutes=1)
    first = SUNDAY + timedelta(days=1)
    week = [first + step * number for number in range(1, 7 * 1440)]
    return [minute for minute in week if canvas.get(minute) != canvas.get(minute - step)]
