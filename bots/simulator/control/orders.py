"""Orders about plans, faults and keys."""

from collections.abc import Callable
from typing import Any

from bots.simulator.acts import ACTS
from bots.simulator.control.running import is_moment
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.world import World


def plan(world: World, order: Json) -> Json:
    """Acts for later; they name customers by key, so these need not exist yet."""
    actions = order.get("actions")
    if not isinstance(actions, list) or not all(isinstance(one, dict) for one in actions):
        raise MistakeError("actions must be a list of objects")
    for action in actions:
        if action.get("do") not in ACTS or not is_moment(action.get("at")):
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


def _deed(world: World, action: Json) -> Callable[[], Json]:
    return lambda: ACTS[action["do"]](world, action)
