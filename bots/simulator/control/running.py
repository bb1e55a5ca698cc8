"""Time as whoever drives us wants it: a step, a run until nothing is due, another speed."""

import time
from math import isfinite
from typing import Any, TypeGuard

from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.world import World

PATIENCE = 60.0  # real seconds; then a run answers how far it came
LOOK_AGAIN = 0.05  # real seconds, should nobody tell us of a change


def move_clock(world: World, order: Json) -> Json:
    """A step to a moment or by some seconds, a run until idle, or another speed.

    With `activity`, only if nothing has happened since a look that showed this number.
    """
    if "activity" in order:
        _be_at_rest(world, order["activity"])
    if order.get("until_idle"):
        return run_until_idle(world, order)
    paced = _pace(world, order)
    to, by = order.get("to"), order.get("by")
    if is_moment(by):
        to = world.now() + by
    if is_moment(to):
        world.move_clock(float(to))
    elif not paced:
        raise MistakeError('say "to", "by", "until_idle", "speed", "pause" or "resume"')
    return world.state()


def run_until_idle(world: World, order: Json) -> Json:
    """Step to each moment at which something is due, while nothing is under way.

    Waiting lets go of the world's lock, so calls and callbacks go on meanwhile.
    """
    limit, rest = _span(order, "limit", None), _span(order, "rest", 0.0) or 0.0
    patience = _span(order, "patience", PATIENCE) or 0.0
    end = None if limit is None else world.now() + limit
    give_up, steps = time.monotonic() + patience, 0
    while _comes_to_rest(world, rest, give_up):
        due = world.agenda.next_at()
        if due is None:
            return {**world.state(), "idle": True, "steps": steps}
        if end is not None and due > end:
            world.move_clock(max(end, world.now()))
            return {**world.state(), "idle": False, "steps": steps, "why": "the limit is reached"}
        world.move_clock(max(due, world.now()))
        steps += 1
    return {**world.state(), "idle": False, "steps": steps, "why": "it did not come to rest"}


def is_moment(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and isfinite(value)


def _comes_to_rest(world: World, rest: float, give_up: float) -> bool:
    """Wait until nothing is under way, and for `rest` real seconds nothing has happened."""
    seen, since = -1, time.monotonic()
    while True:
        state, now = world.state(), time.monotonic()
        if state["busy"] or state["activity"] != seen:
            seen, since = state["activity"], now
        if not state["busy"] and now - since >= rest:
            return True
        if now > give_up:
            return False
        world.changed.wait(LOOK_AGAIN)


def _be_at_rest(world: World, activity: Any) -> None:
    state = world.state()
    if state["busy"] or state["activity"] != activity:
        raise MistakeError("something has happened since that look", 409)


def _pace(world: World, order: Json) -> bool:
    """Whether the order was about the speed at which the clock runs by itself."""
    if "speed" in order:
        world.set_speed(_span(order, "speed", None) or 0.0)
    elif order.get("pause"):
        world.set_speed(0.0)
    elif order.get("resume"):
        world.set_speed(world.paused_from)
    else:
        return False
    return True


def _span(order: Json, name: str, default: float | None) -> float | None:
    value = order.get(name, default)
    if value is None:
        return None
    if not is_moment(value) or isinstance(value, bool) or value < 0:
        raise MistakeError(f"{name} is a number, 0 or more")
    return float(value)
