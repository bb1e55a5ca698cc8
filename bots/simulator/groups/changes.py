"""How a group begins, changes and ends; every change that people make calls back."""

from collections.abc import Sequence

from bots.simulator.groups.events import chat_event, members_event, update_event
from bots.simulator.groups.models import (
    INVITED,
    LEFT,
    STAFF,
    GroupChat,
    GroupMember,
    Happening,
    MemberView,
)
from bots.simulator.groups.welcoming import welcome
from bots.simulator.world import World

HEX = "0123456789abcdef"


def found(world: World, owner: str, name: str, others: Sequence[GroupMember] = ()) -> GroupChat:
    """A new group with its first members; those who found it do not count as having joined."""
    chat_id = world.seeded.new_id("wr", 32, "group chat", owner, name)
    opengid = "o" + world.seeded.letters(27, "opengid", chat_id)
    now = world.now()
    chat = GroupChat(chat_id, opengid, name, owner, int(now), world.groups.capacity)
    first = GroupMember(owner, STAFF, int(now), INVITED)
    chat.members = {member.userid: member for member in (first, *others)}
    _see(world, chat, at=now)
    chat.history = [Happening(now, "founded", one) for one in chat.members]
    world.groups.chats[chat_id] = chat
    world.courier.send(chat_event("create", chat_id))
    return chat


def join(world: World, chat: GroupChat, newcomers: Sequence[GroupMember]) -> None:
    """Those who come in together are told of in one event."""
    versions = _enter(world, chat, newcomers)
    who = [member.userid for member in newcomers]
    scene = newcomers[0].join_scene
    told = members_event(chat.chat_id, "add_member", who, versions=versions, join_scene=scene)
    world.courier.send(told)
    welcome(world, chat, newcomers)


def part(world: World, chat: GroupChat, who: Sequence[str], quit_scene: int = LEFT) -> None:
    """Members leave, or the owner removes them."""
    chat.members = {name: one for name, one in chat.members.items() if name not in who}
    chat.admins = [admin for admin in chat.admins if admin not in who]
    versions = _see(world, chat, at=world.now() + world.groups.lag)
    chat.history += [Happening(world.now(), "left", one) for one in who]
    told = members_event(chat.chat_id, "del_member", who, versions=versions, quit_scene=quit_scene)
    world.courier.send(told)


def rename(world: World, chat: GroupChat, name: str) -> None:
    chat.name = name
    world.courier.send(update_event(chat.chat_id, "change_name"))


def announce(world: World, chat: GroupChat, notice: str) -> None:
    chat.notice = notice
    world.courier.send(update_event(chat.chat_id, "change_notice"))


def hand_over(world: World, chat: GroupChat, owner: str, *, by_api: bool = False) -> None:
    """A new owner, who comes in if he is not inside; what the API does calls back only as echo."""
    is_told = world.echo or not by_api
    if owner not in chat.members:
        heir = GroupMember(owner, STAFF, int(world.now()), INVITED, chat.owner)
        (join if is_told else _enter)(world, chat, [heir])
    chat.owner = owner
    if is_told:
        world.courier.send(update_event(chat.chat_id, "change_owner"))


def dismiss(world: World, chat: GroupChat) -> None:
    chat.dismissed = True
    chat.history.append(Happening(world.now(), "dismissed"))
    world.courier.send(chat_event("dismiss", chat.chat_id))


def _enter(world: World, chat: GroupChat, newcomers: Sequence[GroupMember]) -> tuple[str, str]:
    chat.members |= {member.userid: member for member in newcomers}
    chat.history += [Happening(world.now(), "joined", member.userid) for member in newcomers]
    return _see(world, chat, at=world.now() + world.groups.lag)


def _see(world: World, chat: GroupChat, at: float) -> tuple[str, str]:
    """Let groupchat/get show today's members from `at` on; the versions before and after."""
    last = chat.views[-1].version if chat.views else ""
    number = world.seeded.nth("member version", chat.chat_id)
    version = world.seeded.letters(32, "member version", chat.chat_id, number, alphabet=HEX)
    if chat.views:  # what an older view showed can never be seen again
        chat.views = chat.views[chat.views.index(chat.view(world.now())) :]
    chat.views.append(MemberView(at, version, tuple(chat.members.values())))
    return last, version
