"""Whom a link leads to: members and departments, 500 people at most."""

from bots.simulator import cast
from bots.simulator.api.call import strings
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.readiness import is_ready
from bots.simulator.world import World

MOST_PEOPLE = 500


def given_range(world: World, fields: Json) -> Json:
    users = [userid.lower() for userid in strings(fields, "user_list", most=MOST_PEOPLE)]
    if any(userid not in world.staff for userid in users):
        raise RefusalError(40003)
    parties = fields.get("department_list") or []
    known = {number for number, _, _ in cast.DEPARTMENTS}
    if not isinstance(parties, list) or not set(map(str, parties)) <= set(map(str, known)):
        raise RefusalError(60123)
    wanted = {"user_list": users, "department_list": [int(party) for party in parties]}
    people = covered(world, wanted)
    if not people:
        raise RefusalError(40063, "range.user_list and range.department_list")
    if len(people) > MOST_PEOPLE:
        raise RefusalError(40058, f"range covers more than {MOST_PEOPLE} people")
    return wanted


def covered(world: World, wanted: Json) -> list[str]:
    """The members of a range, its departments expanded."""
    users, parties = list(wanted["user_list"]), set(wanted["department_list"])
    everybody = cast.ROOT in parties
    inside = [s.userid for s in world.staff.values() if everybody or s.department in parties]
    return users + [userid for userid in inside if userid not in users]


def usable(world: World, wanted: Json) -> list[str]:
    """Those of them who can be added now."""
    return [userid for userid in covered(world, wanted) if is_ready(world, userid)]
