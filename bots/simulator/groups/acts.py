"""What people do with groups: found, join, leave, talk, and what only the owner may."""

from collections.abc import Callable

from bots.simulator.errors import MistakeError
from bots.simulator.groups import arrivals, changes, talk
from bots.simulator.groups.lookup import known_chat, known_member
from bots.simulator.groups.models import (
    BY_LINK,
    BY_QR,
    CUSTOMER,
    INVITED,
    REMOVED,
    STAFF,
    GroupChat,
    GroupMember,
)
from bots.simulator.lookup import known_staff
from bots.simulator.members import permitted
from bots.simulator.models import Json
from bots.simulator.people import meet, words
from bots.simulator.world import World

SCENES = {"invite": INVITED, "link": BY_LINK, "qr": BY_QR}


def create(world: World, args: Json) -> Json:
    """A member founds a group of himself and whom he names."""
    owner = known_staff(world, args.get("owner")).userid
    name = _name(args)
    others = [_newcomer(world, one, INVITED, owner) for one in _listed(args, "members")]
    if len(others) >= world.groups.capacity:
        raise MistakeError("more people than a group holds", 409)
    return _told(changes.found(world, owner, name, [one for one in others if one.userid != owner]))


def join(world: World, args: Json) -> Json:
    """A customer by a join way (config_id or state), or people whom somebody inside brings in."""
    if "chat_id" in args:
        return _brought(world, args)
    way = arrivals.named_way(world, args)
    who = meet(world, args.get("customer")).external_userid
    inside = arrivals.already_inside(world, way, who)
    if inside is not None:
        return {**_told(inside), "external_userid": who, "already": True}
    chat = arrivals.room_for_one(world, way)
    now = int(world.now())
    changes.join(world, chat, [GroupMember(who, CUSTOMER, now, BY_QR, state=way.fields["state"])])
    return {**_told(chat), "external_userid": who}


def _brought(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    scene = SCENES.get(str(args.get("scene", "invite")))
    if scene is None:
        raise MistakeError(f"scene is one of {', '.join(SCENES)}")
    invitor = known_member(world, chat, args["invitor"]) if args.get("invitor") else chat.owner
    if scene == BY_QR:
        invitor = ""
    names = _listed(args, "members") or [args.get("customer")]
    people = [_newcomer(world, one, scene, invitor) for one in names]
    new = [one for one in people if one.userid not in chat.members]
    if len(chat.members) + len(new) > chat.capacity:
        raise MistakeError(f"the group {chat.name} is full", 409)
    if new:
        changes.join(world, chat, new)
    return {**_told(chat), "joined": [one.userid for one in new]}


def leave(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    who = known_member(world, chat, args.get("who"))
    if who == chat.owner:
        raise MistakeError("the owner hands the group over or dismisses it", 409)
    changes.part(world, chat, [who])
    return _told(chat)


def kick(world: World, args: Json) -> Json:
    """The owner removes one or several, in one event."""
    chat = known_chat(world, args)
    who = [known_member(world, chat, one) for one in _listed(args, "who")]
    if not who or chat.owner in who:
        raise MistakeError("who is to go? the owner cannot be removed", 409)
    changes.part(world, chat, who, REMOVED)
    return _told(chat)


def rename(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    changes.rename(world, chat, _name(args))
    return _told(chat)


def notice(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    changes.announce(world, chat, words(args))
    return _told(chat)


def owner(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    changes.hand_over(world, chat, known_staff(world, args.get("userid")).userid)
    return _told(chat)


def admins(world: World, args: Json) -> Json:
    """The owner names the group's administrators anew; WeCom has no event for it."""
    chat = known_chat(world, args)
    chat.admins = [known_member(world, chat, one) for one in _listed(args, "userid")]
    return _told(chat)


def dismiss(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    changes.dismiss(world, chat)
    return _told(chat)


def say(world: World, args: Json) -> Json:
    chat = known_chat(world, args)
    by = known_member(world, chat, args.get("who"))
    text = permitted(world, by, words(args)) if by in world.staff else words(args)
    return {**_told(chat), **talk.speak(world, chat, by, text)}


def full(world: World, args: Json) -> Json:
    """From now on this group holds nobody more."""
    chat = known_chat(world, args)
    chat.capacity = len(chat.members)
    return {**_told(chat), "capacity": chat.capacity}


def welcome(world: World, args: Json) -> Json:
    """The owner applies a welcome to his group, or none."""
    chat = known_chat(world, args)
    template_id = str(args.get("template_id") or "")
    if template_id and template_id not in world.groups.welcomes:
        raise MistakeError(f"there is no welcome {template_id}", 404)
    chat.template_id = template_id
    return {**_told(chat), "template_id": template_id}


def settings(world: World, args: Json) -> Json:
    """How many people a new group holds, and how long groupchat/get lags behind the events."""
    capacity, lag = args.get("capacity", world.groups.capacity), args.get("lag", world.groups.lag)
    if not isinstance(capacity, int) or capacity < 2:
        raise MistakeError("capacity is a number of people, at least 2")
    if isinstance(lag, bool) or not isinstance(lag, int | float) or not 0 <= lag < 86400:
        raise MistakeError("lag is a number of seconds")
    world.groups.capacity, world.groups.lag = capacity, float(lag)
    return {"capacity": capacity, "lag": lag}


def _newcomer(world: World, name: object, scene: int, invitor: str) -> GroupMember:
    """A member by userid; anybody else is a customer, met now if he is new."""
    now = int(world.now())
    if isinstance(name, str) and name.lower() in world.staff:
        return GroupMember(name.lower(), STAFF, now, scene, invitor)
    who = meet(world, name).external_userid
    return GroupMember(who, CUSTOMER, now, scene, invitor)


def _listed(args: Json, field: str) -> list[object]:
    value = args.get(field) or []
    return list(value) if isinstance(value, list) else [value]


def _name(args: Json) -> str:
    name = args.get("name")
    if not isinstance(name, str) or not name:
        raise MistakeError("name is missing")
    return name


def _told(chat: GroupChat) -> Json:
    return {"chat_id": chat.chat_id, "name": chat.name, "members": list(chat.members)}


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "groups/create": create,
    "groups/join": join,
    "groups/leave": leave,
    "groups/kick": kick,
    "groups/rename": rename,
    "groups/notice": notice,
    "groups/owner": owner,
    "groups/admins": admins,
    "groups/dismiss": dismiss,
    "groups/say": say,
    "groups/full": full,
    "groups/welcome": welcome,
    "groups/settings": settings,
}
