"""Orders about plans and keys."""

from collections.abc import Callable

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


def rotate_archive_key(world: World, _order: Json) -> Json:
    version = world.corp.rotate()
    return {"publickey_ver": version, "private_key": world.corp.pem(version)}


def _deed(world: World, action: Json) -> Callable[[], Json]:
    return lambda: ACTS[action["do"]](world, action)
