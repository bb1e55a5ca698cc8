"""Plans and deeds of a fortnight, drawn from a seed in plain words: no type of the house in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Plan = dict[str, Any]  # as the house keeps it in JSON

MEMBERS = ("wangguwen", "lina", "zhaolei", "chenxi")
SPARES = ("sunyue", "zhoumin")  # a spare is nobody's planned member here
A_DAY = 1440
KINDS = ("nights", "dates", "staff_day", "code_day", "staff_all", "code_all", "consent", "all")
CAPPED = ("staff_day", "code_day", "staff_all", "code_all")


@dataclass(frozen=True)
class Deed:
    """At a minute of the fortnight so many scan a code, or a member wants nobody until midnight."""

    minute: int
    code: int
    scans: int = 0
    pauses: str = ""


def plans(dice: Random, first: date, days: int) -> list[Plan]:
    """One plan of each kind."""
    return [plan(dice, kind, first, days) for kind in KINDS]


def plan(dice: Random, kind: str, first: date, days: int) -> Plan:
    """A plan that may be saved: no two rows of a kind overlap."""
    is_dated = kind in ("dates", "all")
    drawn: Plan = {
        "default": people(dice),
        "periods": periods(dice),
        "specials": specials(dice, first, days) if is_dated else [],
        "holiday": people(dice) if is_dated else [],
        "makeup_as": dice.randrange(5) if is_dated else None,
        "fallback": dice.sample(SPARES, dice.randint(1, 2)) if dice.random() < 0.8 else [],
        "caps": dict.fromkeys(CAPPED),
        "skip_verify": kind != "code_all",
        "verify_window": window(dice) if kind in ("consent", "all") else None,
        "is_paused": False,
    }
    for name in CAPPED:
        if kind in (name, "all"):
            most = dice.randint(2, 4) if name.endswith("day") else dice.randint(5, 15)
            drawn["caps"][name] = most
    return drawn


def people(dice: Random) -> list[str]:
    return dice.sample(MEMBERS, dice.randint(1, 3))


def window(dice: Random) -> dict[str, int]:
    start, end = dice.sample(range(A_DAY), 2)
    return {"start": start, "end": end}


def periods(dice: Random) -> list[dict[str, Any]]:
    """Windows side by side on the face of the clock, the last one over midnight."""
    cuts = sorted(dice.sample(range(A_DAY), 6))
    pairs = [(cuts[1], cuts[2]), (cuts[3], cuts[4]), (cuts[5], cuts[0])]
    return [
        {
            "weekdays": sorted(dice.sample(range(7), dice.randint(1, 7))),
            "start": start,
            "end": end,
            "userids": people(dice),
        }
        for start, end in pairs
    ]


def specials(dice: Random, first: date, days: int) -> list[dict[str, Any]]:
    """A stretch of days in each half of a fortnight, days apart; only one where time is short."""
    rows = []
    for half in range(2 if days >= 8 else 1):
        begins = first + timedelta(days=half * days // 2 + dice.randint(0, days // 5))
        ends = begins + timedelta(days=dice.randint(0, 1))
        row = {"first": begins.isoformat(), "last": ends.isoformat(), "userids": people(dice)}
        rows.append({**row, **window(dice)})
    return rows


def deeds(dice: Random, drawn: list[Plan], days: int) -> dict[int, list[Deed]]:
    """Minute → what happens in it: bursts at the codes with caps, and members who need a rest."""
    found: dict[int, list[Deed]] = {}
    for code, one in enumerate(drawn):
        for day in range(days):
            bursts = dice.randint(1, 3) if any(one["caps"].values()) else 0
            for _ in range(bursts):
                note(found, Deed(minute_of(dice, day), code, scans=dice.randint(1, 4)))
            if dice.random() < 0.15:
                note(found, Deed(minute_of(dice, day), code, pauses=dice.choice(MEMBERS)))
    return found


def minute_of(dice: Random, day: int) -> int:
    return day * A_DAY + dice.randrange(A_DAY)


def note(found: dict[int, list[Deed]], deed: Deed) -> None:
    found.setdefault(deed.minute, []).append(deed)
