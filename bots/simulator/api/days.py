"""Spans of whole days as the statistics take them: Beijing's, at most 30, not older than 180."""

from bots.simulator.api.call import integer
from bots.simulator.clock import day_of
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World

A_DAY = 86400
LONGEST, KEPT_FOR = 30, 180


def days(world: World, body: Json, first: str, last: str, *, until: int = 0) -> list[int]:
    """The first seconds of the days asked for, both ends included; a moment stands for its day.

    `until` is how many days ago the newest numbers are: 0 today, 1 yesterday.
    """
    if first not in body:
        raise RefusalError(40063, first)
    start = day_of(integer(body, first, 0))
    end = day_of(integer(body, last, start))
    today = day_of(world.now())
    if not 0 <= end - start <= LONGEST * A_DAY:
        raise RefusalError(40058, f"the span is at most {LONGEST} days")
    if start < today - KEPT_FOR * A_DAY or end > today - until * A_DAY:
        raise RefusalError(40058, f"numbers are kept for {KEPT_FOR} days")
    return list(range(start, end + 1, A_DAY))
