"""Whether a member can serve customers: he is here, has logged in once, and is verified."""

from collections.abc import Iterable

from bots.simulator.errors import RefusalError
from bots.simulator.world import World

ACTIVE, NOT_ACTIVATED, LEFT = 1, 4, 5  # Staff.status


def has_left(world: World, userid: str) -> bool:
    staff = world.staff.get(userid)
    return staff is not None and staff.status == LEFT


def left_at(world: World, userid: str) -> float:
    return world.staff[userid].left_at or 0.0


def objection(world: World, userid: str) -> int:
    """The errcode that says why he cannot, or 0."""
    staff = world.staff[userid]
    if staff.status == LEFT:
        return 40003
    if not staff.has_customer_right:
        return 84074
    if staff.status != ACTIVE:
        return 41054
    return 40098 if userid in world.allowances.not_verified else 0


def is_ready(world: World, userid: str) -> bool:
    return objection(world, userid) == 0


def must_be_ready(world: World, userids: Iterable[str]) -> None:
    for userid in userids:
        errcode = objection(world, userid)
        if errcode:
            raise RefusalError(errcode, userid)
