"""Rooms as the archive knows them: its own, and every customer group under its chat_id."""

from bots.simulator.archive.source import Room
from bots.simulator.groups.models import GroupChat
from bots.simulator.world import World


def room_of(world: World, roomid: str) -> Room | None:
    room = world.archive.rooms.get(roomid)
    chat = world.groups.chats.get(roomid)
    return room or (_as_room(world, chat) if chat is not None else None)


def _as_room(world: World, chat: GroupChat) -> Room:
    room = Room(chat.chat_id, chat.name, chat.owner, chat.create_time, chat.notice)
    for one in chat.members.values():
        place = room.customers if one.userid in world.customers else room.members
        place[one.userid] = one.join_time
    return room
