"""Ready-made customers who followed staff before the story begins."""

from bots.simulator.follows import BY_CARD, befriend
from bots.simulator.people import meet
from bots.simulator.world import World


def settle(world: World, customers: int) -> None:
    """Spread over staff in turn, added by them; no callback tells of it."""
    staff = list(world.staff)
    for number in range(customers):
        userid = staff[number % len(staff)]
        customer = meet(world, {"key": f"settled-{number + 1}"})
        befriend(world, customer, userid, state="", add_way=BY_CARD, oper_userid=userid)
