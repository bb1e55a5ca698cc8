"""What an administrator sets: the corp's industry and ceilings, and which members can serve."""

from bots.simulator.errors import MistakeError
from bots.simulator.links.acts import look_after
from bots.simulator.lookup import known_staff
from bots.simulator.models import Json
from bots.simulator.world import World

CEILINGS = ("most_tags", "most_contact_ways", "most_links", "most_customers")


def change_member(world: World, order: Json) -> Json:
    """Console: a member has or has not logged in and been verified so far."""
    userid = known_staff(world, order.get("userid")).userid
    allowed = world.allowances
    absent = {"activated": allowed.not_activated, "verified": allowed.not_verified}
    for name, members in absent.items():
        if order.get(name) is True:
            members.discard(userid)
        elif order.get(name) is False:
            members.add(userid)
        elif name in order:
            raise MistakeError(f"{name} is true or false")
    look_after(world)
    return {"userid": userid, **{name: userid not in those for name, those in absent.items()}}


def change_corp(world: World, order: Json) -> Json:
    """Console: the corp's industry and its ceilings, for tests that cannot make 500,000 codes."""
    allowed = world.allowances
    medical = order.get("medical", allowed.medical)
    if not isinstance(medical, bool):
        raise MistakeError("medical is true or false")
    given = {name: order.get(name, getattr(allowed, name)) for name in CEILINGS}
    if not all(isinstance(most, int) and most >= 0 for most in given.values()):
        raise MistakeError(f"{', '.join(CEILINGS)} are whole numbers")
    allowed.medical = medical
    for name, most in given.items():
        setattr(allowed, name, most)
    return {"medical": medical, **given}
