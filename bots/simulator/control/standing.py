"""What an administrator sets: the corp's industry and ceilings, and which members can serve."""

from bots.simulator.errors import MistakeError
from bots.simulator.links.acts import look_after
from bots.simulator.lookup import known_staff
from bots.simulator.models import Json
from bots.simulator.readiness import ACTIVE, NOT_ACTIVATED
from bots.simulator.world import World

CEILINGS = (
    "most_tags",
    "most_contact_ways",
    "most_temp_ways_a_day",
    "most_links",
    "most_customers",
)


def change_member(world: World, order: Json) -> Json:
    """Console: a member has or has not logged in and been verified so far."""
    staff = known_staff(world, order.get("userid"))
    given = {name: order[name] for name in ("activated", "verified") if name in order}
    if not all(isinstance(value, bool) for value in given.values()):
        raise MistakeError("activated and verified are true or false")
    if "activated" in given:
        staff.status = ACTIVE if given["activated"] else NOT_ACTIVATED
    unverified = world.allowances.not_verified
    if "verified" in given:
        (unverified.discard if given["verified"] else unverified.add)(staff.userid)
    look_after(world)
    known = {"activated": staff.status == ACTIVE, "verified": staff.userid not in unverified}
    return {"userid": staff.userid, **known}


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
