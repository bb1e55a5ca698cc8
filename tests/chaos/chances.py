"""Welcomes that nobody could have said: the customer wrote or left before WeCom first told of them.

WeCom takes a welcome until the two talk (41051) and for 20 seconds (41050). It is judged by what
WeCom did alone: a callback that was tried and not taken counts as told. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.chaos.history import Between

GOOD_FOR = 20.0  # seconds


def told_at(callbacks: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """When WeCom first set out to tell of each welcome code."""
    found: dict[str, float] = {}
    for row in callbacks:
        code = row["event"].get("WelcomeCode")
        if code and row["tries"]:
            began = row["tries"][0]["began"]
            found[code] = min(began, found.get(code, began))
    return found


def nobody_could(welcome: Mapping[str, Any], told: float | None, both: Between) -> bool:
    """Whether it was too late already when WeCom first set out to tell."""
    issued = welcome["issued_at"]
    moments = [*(one.at for one in both.said), *(one.at for one in both.left)]
    ended = [at for at in moments if at >= issued]
    return told is None or min([issued + GOOD_FOR, *ended]) < told
