"""TABLE: how often WeCom lets a corp call each API, and how much of that each purpose may use.

Official page 90312; a kind of call that has its own rule there has its own row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SLOTS = 60  # a window slides in sixtieths of itself


@dataclass(frozen=True)
class Rate:
    """At most `calls` within any `seconds`."""

    calls: int
    seconds: float

    def slot(self, now: float) -> int:
        """Which sixtieth of a window `now` (seconds since the epoch) falls into."""
        return int(now * SLOTS / self.seconds)

    def leaves_at(self, slot: int) -> float:
        """When calls of `slot` no longer count: a whole window after the slot's end."""
        return (slot + SLOTS + 1) * self.seconds / SLOTS


USUAL = (Rate(10_000, 60), Rate(150_000, 3600))
RATES: Mapping[str, tuple[Rate, ...]] = {
    "externalcontact/add_moment_task": (Rate(10, 60),),
    "get_jsapi_ticket": (Rate(400, 3600),),
    "ticket/get": (Rate(100, 3600),),
    "media/uploadimg": (Rate(1_000, 86_400),),
    "webhook/send": (Rate(20, 60),),
    "appchat/create": (Rate(1_000, 86_400),),
    "appchat/update": (Rate(1_000, 3600),),
}
# What goes beyond these is not refused but silently dropped, so it must never happen.
PER_MEMBER: Mapping[str, tuple[Rate, ...]] = {
    "message/send": (Rate(30, 60), Rate(1_000, 3600)),
    "appchat/send": (Rate(200, 60), Rate(10_000, 86_400)),
}
# A purpose stops at its share of a limit, so that the ones above it always find room.
SHARES: Mapping[str, float] = {
    "welcome": 1.0,
    "page": 0.95,
    "codes": 0.95,
    "events": 0.9,
    "archive": 0.8,
    "sync": 0.7,
    "bulk": 0.7,
}


def parse(text: str) -> tuple[str, tuple[Rate, ...]]:
    """A setting's line: `externalcontact/mark_tag=50/1,2000/60` is calls per seconds."""
    path, _, spelt = text.partition("=")
    try:
        pairs = [one.split("/") for one in spelt.split(",")]
        rates = tuple(Rate(int(calls), float(seconds)) for calls, seconds in pairs)
    except ValueError as error:
        raise ValueError(f"a limit reads path=calls/seconds, not {text!r}") from error
    if not path.strip() or any(rate.calls < 1 or rate.seconds <= 0 for rate in rates):
        raise ValueError(f"a limit reads path=calls/seconds, not {text!r}")
    return path.strip(), rates
