"""Departments: read one with its leaders; create, update and delete them."""

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import CONTACTS_WRITE
from bots.simulator.book.events import department_event, tell
from bots.simulator.cast import ROOT
from bots.simulator.departments import Department
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World

LONGEST_NAME = 64
FORBIDDEN = frozenset('\\:*?"<>|')


def create_department(world: World, fields: Json) -> Department:
    """By the API or in the console; without an id the next free number."""
    number = integer(fields, "id", 0) or max(world.departments) + 1
    name, parentid = _name(fields), integer(fields, "parentid", 0)
    if parentid not in world.departments:
        raise RefusalError(60004)
    if number in world.departments or _is_taken(world, name, parentid, number):
        raise RefusalError(60008)
    order = integer(fields, "order", number, most=2**32 - 1)
    made = Department(number, name, parentid, order, text(fields, "name_en", most=LONGEST_NAME))
    world.departments[number] = made
    return made


def update_department(world: World, fields: Json) -> Department:
    """Fields that are absent stay."""
    one = known(world, fields.get("id"))
    name = _name(fields) if "name" in fields else one.name
    parentid = integer(fields, "parentid", one.parentid)
    if parentid != one.parentid and parentid not in world.departments:
        raise RefusalError(60004)
    if one.id in world.departments.line(parentid) or (one.id == ROOT and parentid != one.parentid):
        raise RefusalError(60010)
    if _is_taken(world, name, parentid, one.id):
        raise RefusalError(60008)
    one.order = integer(fields, "order", one.order, most=2**32 - 1)
    one.name_en = text(fields, "name_en", most=LONGEST_NAME) or one.name_en
    one.name, one.parentid = name, parentid
    return one


def delete_department(world: World, number: object) -> Department:
    """Only an empty one: no members, nothing below it."""
    one = known(world, number)
    if one.id == ROOT:
        raise RefusalError(60007)
    if any(one.id in staff.departments for staff in world.staff.values() if not staff.has_left):
        raise RefusalError(60005)
    if any(other.parentid == one.id for other in world.departments.values()):
        raise RefusalError(60006)
    return world.departments.pop(one.id)


def known(world: World, number: object) -> Department:
    if isinstance(number, str) and number.isdecimal():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or number not in world.departments:
        raise RefusalError(60003)
    return world.departments[number]


def _name(fields: Json) -> str:
    name = text(fields, "name")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise RefusalError(60001)
    if FORBIDDEN & set(name):
        raise RefusalError(60009)
    return name


def _is_taken(world: World, name: str, parentid: int, but: int) -> bool:
    """Two departments side by side have two names."""
    beside = (one for one in world.departments.values() if one.parentid == parentid)
    return any(one.name == name and one.id != but for one in beside)


def create(world: World, call: Call) -> Json:
    made = create_department(world, call.body)
    tell(world, department_event("create_party", made), by_api=True)
    return {"errmsg": "created", "id": made.id}


def update(world: World, call: Call) -> Json:
    tell(world, department_event("update_party", update_department(world, call.body)), by_api=True)
    return {"errmsg": "updated"}


def delete(world: World, call: Call) -> Json:
    gone = delete_department(world, call.args.get("id", ""))
    tell(world, department_event("delete_party", gone), by_api=True)
    return {"errmsg": "deleted"}


PATHS: dict[str, Endpoint] = {
    "department/create": Endpoint("POST", create, CONTACTS_WRITE),
    "department/update": Endpoint("POST", update, CONTACTS_WRITE),
    "department/delete": Endpoint("GET", delete, CONTACTS_WRITE),
}
