"""Whether a member can serve customers: he is here, has logged in once, and is verified."""

from collections.abc import Iterable

from bots.simulator.errors import RefusalError
from bots.simulator.world import World


def has_left(world: World, userid: str) -> bool:
    return userid in world.inheritance.left_at


def left_at(world: World, userid: str) -> float:
    return world.inheritance.left_at[userid]


def is_ready(world: World, userid: str) -> bool:
    absent = world.allowances.not_activated | world.allowances.not_verified
    return userid not in absent and not has_left(world, userid)


def must_be_ready(world: World, userids: Iterable[str]) -> None:
    """41054 for a member who never logged in, 40098 for one without a verified name."""
    for userid in userids:
        if has_left(world, userid):
            raise RefusalError(40003, userid)
        if userid in world.allowances.not_activated:
            raise RefusalError(41054, userid)
        if userid in world.allowances.not_verified:
            raise RefusalError(40098, userid)
