"""Whom a link leads to: members and departments, 500 people at most."""

from bots.simulator.api.call import Call, strings
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.readiness import is_ready, must_be_ready
from bots.simulator.rights import must_see
from bots.simulator.world import World

MOST_PEOPLE = 500


def given_range(world: World, call: Call, fields: Json) -> Json:
    """The range of a request; members named in it must be visible and able to serve."""
    users = [userid.lower() for userid in strings(fields, "user_list", most=MOST_PEOPLE)]
    if any(userid not in world.staff for userid in users):
        raise RefusalError(40003)
    for userid in users:
        must_see(world, call, userid)
    must_be_ready(world, users)
    wanted = {"user_list": users, "department_list": _parties(world, fields)}
    people = covered(world, wanted)
    if not people:
        raise RefusalError(40063, "range.user_list and range.department_list")
    if len(people) > MOST_PEOPLE:
        raise RefusalError(40058, f"range covers more than {MOST_PEOPLE} people")
    return wanted


def _parties(world: World, fields: Json) -> list[int]:
    parties = fields.get("department_list") or []
    if not isinstance(parties, list) or not all(
        party in list(world.departments) for party in parties
    ):
        raise RefusalError(60123)
    return list(parties)


def covered(world: World, wanted: Json) -> list[str]:
    """The members of a range, its departments expanded."""
    users, parties = list(wanted["user_list"]), world.departments.under(wanted["department_list"])
    inside = [s.userid for s in world.staff.values() if parties & set(s.departments)]
    return users + [userid for userid in inside if userid not in users]


def usable(world: World, wanted: Json) -> list[str]:
    """Those of them who can be added now."""
    return [userid for userid in covered(world, wanted) if is_ready(world, userid)]
