"""Orders about time, plans, faults and keys."""

from collections.abc import Callable
from math import isfinite
from typing import Any, TypeGuard

from bots.simulator.acts import ACTS
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.world import World


def move_clock(world: World, order: Json) -> Json:
    """To a moment or by some seconds; what becomes due happens after the answer.

    With `activity`, only if nothing has happened since a look that showed this number.
    """
    to, by = order.get("to"), order.get("by")
    if "activity" in order:
        _be_at_rest(world, order["activity"])
    if _is_moment(by):
        to = world.now() + by
    if not _is_moment(to):
        raise MistakeError('say "to": a moment, or "by": seconds')
    world.move_clock(float(to))
    return world.state()


def _be_at_rest(world: World, activity: Any) -> None:
    state = world.state()
    if state["busy"] or state["activity"] != activity:
        raise MistakeError("something has happened since that look", 409)


def plan(world: World, order: Json) -> Json:
    """Acts for later; they name customers by key, so these need not exist yet."""
    actions = order.get("actions")
    if not isinstance(actions, list) or not all(isinstance(one, dict) for one in actions):
        raise MistakeError("actions must be a list of objects")
    for action in actions:
        if action.get("do") not in ACTS or not _is_moment(action.get("at")):
            raise MistakeError(f"an action needs at and do, one of {', '.join(ACTS)}")
    for action in actions:
        world.later(float(action["at"]), action, _deed(world, action))
    return {"planned": len(actions)}


def order_faults(world: World, order: Json) -> Json:
    """Troubles for API calls and callbacks to come; docs/simulator/faults.md has the words."""
    world.faults.order(order)
    _revoke(world, order.get("revoke_tokens"))
    world.reissue = bool(order.get("reissue_tokens", world.reissue))
    return world.faults.as_json()


def _revoke(world: World, wish: Any) -> None:
    """True: all tokens; a number: one app's."""
    agentid = None if wish is True or not wish else world.corp.app(wish).agentid
    if wish:
        kept = [t for t in world.tokens.values() if agentid not in (None, t.agentid)]
        world.tokens = {token.access_token: token for token in kept}


def rotate_archive_key(world: World, _order: Json) -> Json:
    version = world.corp.rotate()
    return {"publickey_ver": version, "private_key": world.corp.pem(version)}


def _is_moment(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and isfinite(value)


def _deed(world: World, action: Json) -> Callable[[], Json]:
    return lambda: ACTS[action["do"]](world, action)
