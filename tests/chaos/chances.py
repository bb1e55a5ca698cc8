"""Welcomes that nobody could have said: the customer wrote or left before WeCom told of them.

WeCom takes a welcome until the two talk (41051) and for 20 seconds (41050). It is judged by what
WeCom did alone, from the moment at which a callback could have set out: one that waited for a dead
or slow server counts as told. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.chaos.history import Between

GOOD_FOR = 20.0  # seconds


def told_at(callbacks: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """When WeCom would first have told of each welcome code."""
    found: dict[str, float] = {}
    for row in callbacks:
        code = row["event"].get("WelcomeCode")
        if code and (row["state"] != "lost" or row["tries"]):
            found[code] = min(row["handed_at"], found.get(code, row["handed_at"]))
    return found


def nobody_could(welcome: Mapping[str, Any], told: float | None, both: Between) -> bool:
    """Whether it was too late already when WeCom would first have told."""
    return told is None or ended_at(welcome, both) < told


def ended_at(welcome: Mapping[str, Any], both: Between) -> float:
    """Until when a welcome could be said."""
    issued = float(welcome["issued_at"])
    moments = [*(one.at for one in both.said), *(one.at for one in both.left)]
    return min([issued + GOOD_FOR, *(at for at in moments if at >= issued)])


def story(welcome: Mapping[str, Any], told: float | None, both: Between) -> str:
    """What happened, in seconds since the customer came: for who wonders about a miss."""
    issued = float(welcome["issued_at"])
    tries = ", ".join(f"{one['errcode']} at {one['at'] - issued:.1f}" for one in welcome["tries"])
    when = "never" if told is None else f"at {told - issued:.1f}"
    return f"told {when}, over at {ended_at(welcome, both) - issued:.1f}, tries: {tries or 'none'}"
