"""Ordering troubles, at once or at a moment of a plan."""

from typing import Any

from bots.simulator.models import Json
from bots.simulator.world import World

OF_A_PLAN = ("at", "do")


def order_faults(world: World, args: Json) -> Json:
    """Troubles for API calls and callbacks to come; docs/simulator/faults.md has the words."""
    wishes = {name: wish for name, wish in args.items() if name not in OF_A_PLAN}
    world.faults.order(wishes)
    _revoke(world, wishes.get("revoke_tokens"))
    world.reissue = bool(wishes.get("reissue_tokens", world.reissue))
    return world.faults.as_json()


def _revoke(world: World, wish: Any) -> None:
    """True: all tokens; a number: one app's."""
    agentid = None if wish is True or not wish else world.corp.app(wish).agentid
    if wish:
        kept = [t for t in world.tokens.values() if agentid not in (None, t.agentid)]
        world.tokens = {token.access_token: token for token in kept}
