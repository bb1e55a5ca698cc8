"""Finding who speaks in the archive: members, customers and robots, alone or in a room."""

from bots.simulator.archive.record import Talk
from bots.simulator.archive.rooms import room_of
from bots.simulator.archive.source import Room
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import customer_named
from bots.simulator.models import Json
from bots.simulator.world import World


def person(world: World, name: object) -> str:
    """A member's userid, a customer's external_userid, or a robot's id."""
    named = str(name)
    if named.lower() in world.staff:
        return named.lower()
    if named in world.archive.robots:
        return named
    customer = customer_named(world, named)
    if customer is None:
        raise MistakeError(f"nobody is called {name!r}", 404)
    return customer.external_userid


def talk_of(world: World, args: Json) -> Talk:
    """From one to others; in a known room to everybody else there."""
    sender, roomid = person(world, args.get("from")), str(args.get("roomid") or "")
    named = args.get("to") or []
    receivers = [person(world, one) for one in (named if isinstance(named, list) else [named])]
    room = room_of(world, roomid)
    if room is not None and not receivers:
        inside = [*room.members, *room.customers]
        if sender not in inside:
            raise MistakeError(f"{sender} is not in this room", 409)
        receivers = [one for one in inside if one != sender]
    if not receivers:
        raise MistakeError("say to whom, or name a room that there is")
    return Talk(sender, tuple(dict.fromkeys(receivers)), roomid)


def room_named(world: World, roomid: object) -> Room:
    room = room_of(world, str(roomid))
    if room is None:
        raise MistakeError(f"there is no room {roomid!r}", 404)
    return room
