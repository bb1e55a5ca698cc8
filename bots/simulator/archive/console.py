"""What an administrator sets for the archive: whether it is on, whom it keeps, rooms and robots."""

from collections.abc import Callable

from bots.simulator.archive.people import person
from bots.simulator.archive.record import ENTERPRISE, OFFICE
from bots.simulator.archive.source import EXPIRED, OFF, ON, Room
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_staff
from bots.simulator.models import Json
from bots.simulator.world import World


def switch(world: World, args: Json) -> Json:
    """On, off, or expired: then nothing is kept and nothing can be asked."""
    to = args.get("to")
    if to not in (ON, OFF, EXPIRED):
        raise MistakeError(f"to is {ON}, {OFF} or {EXPIRED}")
    world.archive.switch = str(to)
    return {"switch": to}


def permit(world: World, args: Json) -> Json:
    """Under which edition a member is archived; null for not at all."""
    userid, edition = known_staff(world, args.get("userid")).userid, args.get("edition")
    known = type(edition) is int and OFFICE <= edition <= ENTERPRISE
    if edition is not None and not known:
        raise MistakeError("edition is 1 office, 2 service, 3 enterprise, or null")
    world.archive.editions[userid] = edition
    return {"userid": userid, "edition": edition}


def gap(world: World, args: Json) -> Json:
    """So many numbers go to messages that the archive does not keep."""
    by = args.get("by", 1)
    if type(by) is not int or not 1 <= by <= 2**40:
        raise MistakeError("by is how many numbers are used up")
    world.archive.skip(by)
    return {"skipped": by}


def room(world: World, args: Json) -> Json:
    """A room with its members and, if it is an external one, customers; the same roomid changes it."""
    members = [person(world, one) for one in _listed(args, "members")]
    customers = [person(world, one) for one in _listed(args, "customers")]
    if not members or set(members) - set(world.staff) or set(customers) - set(world.customers):
        raise MistakeError("members are members, at least one; customers are customers")
    roomid = str(args.get("roomid") or world.seeded.new_id("wr", 32, "room", *members))
    at = world.now()
    made = world.archive.rooms.get(roomid)
    named, notice = str(args.get("name") or "群聊"), str(args.get("notice") or "")
    changed = Room(roomid, named, members[0], made.created_at if made else at, notice)
    changed.members = {one: made.members.get(one, at) if made else at for one in members}
    changed.customers = {one: made.customers.get(one, at) if made else at for one in customers}
    world.archive.rooms[roomid] = changed
    return {"roomid": roomid}


def robot(world: World, args: Json) -> Json:
    """A robot that may speak in rooms."""
    creator = known_staff(world, args.get("userid")).userid
    name = str(args.get("name") or "机器人")
    robot_id = world.seeded.new_id("wb", 28, "robot", name)
    world.archive.robots[robot_id] = {
        "robot_id": robot_id,
        "name": name,
        "creator_userid": creator,
    }
    return {"robot_id": robot_id}


def _listed(args: Json, name: str) -> list[object]:
    value = args.get(name) or []
    if not isinstance(value, list):
        raise MistakeError(f"{name} is a list")
    return value


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "archive/switch": switch,
    "archive/permit": permit,
    "archive/gap": gap,
    "archive/room": room,
    "archive/robot": robot,
}
