"""Where a join way leads: the first group that has room, or a new one when all are full."""

from bots.simulator.errors import MistakeError
from bots.simulator.groups.changes import found
from bots.simulator.groups.models import GroupChat, JoinWay
from bots.simulator.models import Json
from bots.simulator.world import World


def named_way(world: World, args: Json) -> JoinWay:
    """By config_id, or by the state it carries."""
    for way in world.groups.ways.values():
        wanted, has = args.get("config_id"), way.config_id
        if wanted is None:
            wanted, has = args.get("state"), way.fields["state"]
        if wanted and wanted == has:
            return way
    raise MistakeError("no join way has this config_id or state", 404)


def already_inside(world: World, way: JoinWay, who: str) -> GroupChat | None:
    return next((chat for chat in _open(world, way) if who in chat.members), None)


def room_for_one(world: World, way: JoinWay) -> GroupChat:
    chats = _open(world, way)
    chat = next((chat for chat in chats if not chat.is_full), None)
    if chat is not None:
        return chat
    if not chats or not way.fields["auto_create_room"]:
        raise MistakeError("every group of this join way is full or gone", 409)
    return _next_room(world, way, chats[0].owner)


def _next_room(world: World, way: JoinWay, owner: str) -> GroupChat:
    """Named by the way's base name and the next number, as WeCom counts them."""
    number = way.fields["room_base_id"] + len(way.opened)
    base = way.fields["room_base_name"] or "客户群"
    chat = found(world, owner, f"{base}{number}")
    way.opened.append(chat.chat_id)
    return chat


def _open(world: World, way: JoinWay) -> list[GroupChat]:
    """A code that is still printed somewhere may name groups that are gone."""
    named = (world.groups.chats[one] for one in [*way.fields["chat_id_list"], *way.opened])
    return [chat for chat in named if not chat.dismissed]
