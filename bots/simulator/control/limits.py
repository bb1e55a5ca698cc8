"""Orders about limits: how often, how many at once, and how long calls take."""

from math import isfinite
from typing import Any

from bots.simulator.api.table import API
from bots.simulator.errors import MistakeError
from bots.simulator.frequency import DAY, HOUR, MINUTE, OTHERS, OWN, SECOND, Limit
from bots.simulator.models import Json
from bots.simulator.world import World

SPANS = {"per_second": SECOND, "per_minute": MINUTE, "per_hour": HOUR, "per_day": DAY}
UNITS = {"s": "per_second", "min": "per_minute", "h": "per_hour", "d": "per_day"}
LONGEST = 60.0  # real seconds


def set_limits(world: World, order: Json) -> Json:
    """{name: {per_second … per_day, at_once}} in place of WeCom's; null gives WeCom's back."""
    wanted = {name: _limits(name, wish) for name, wish in order.items()}
    for name, limits in wanted.items():
        world.frequency.ordered.pop(name, None)
        world.visits.at_once.pop(name, None)
        if limits:
            world.frequency.ordered[name] = limits
        if order[name] and "at_once" in order[name]:
            world.visits.at_once[name] = order[name]["at_once"]
    return limits_in_force(world)


def limits_in_force(world: World) -> Json:
    """What was ordered; everything else is as WeCom's pages say."""
    ordered = {
        name: [{"most": one.most, "seconds": one.span, "of": one.of} for one in limits]
        for name, limits in world.frequency.ordered.items()
    }
    visits = {"at_once": world.visits.at_once, "latency": world.visits.latency}
    return {"limits": ordered, **visits}


def set_latency(world: World, order: Json) -> Json:
    """{path or "*": real seconds} that calls stay inside; 0 ends it."""
    for path, seconds in order.items():
        _check_name(path)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise MistakeError("latency is a number of seconds")
        if not isfinite(seconds) or not 0 <= seconds <= LONGEST:
            raise MistakeError(f"latency is 0 to {LONGEST:g} seconds")
    latency = {**world.visits.latency, **order}
    world.visits.latency = {path: float(taken) for path, taken in latency.items() if taken}
    return limits_in_force(world)


def limit_of(wish: str) -> Json:
    """The order that `--limit PATH=50/s` stands for."""
    name, _, rate = wish.rpartition("=")
    most, _, unit = rate.partition("/")
    if not name or not most.isdecimal() or unit not in UNITS:
        raise MistakeError(f"--limit is PATH=NUMBER/UNIT, unit one of {', '.join(UNITS)}")
    return {name: {UNITS[unit]: int(most)}}


def _limits(name: str, wish: Any) -> tuple[Limit, ...]:
    _check_name(name)
    if wish is None:
        return ()
    known = {*SPANS, "at_once"}
    if not isinstance(wish, dict) or not wish or set(wish) - known:
        raise MistakeError(f"limits of {name} are some of {', '.join(sorted(known))}")
    for word, most in wish.items():
        if isinstance(most, bool) or not isinstance(most, int) or most < 0:
            raise MistakeError(f"{word} is a number")
    who = OTHERS[name][0].of if name in OTHERS else "corp"
    return tuple(Limit(wish[word], span, who) for word, span in SPANS.items() if word in wish)


def _check_name(name: str) -> None:
    if name not in {"*", *API, *OWN, *OTHERS}:
        raise MistakeError(f"the simulator does not simulate {name}", 404)
