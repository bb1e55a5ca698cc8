"""Finding groups and the people in them, for the API and for people."""

from bots.simulator.api.call import Call
from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.groups.models import GroupChat
from bots.simulator.lookup import customer_named
from bots.simulator.models import Json
from bots.simulator.rights import must_have_seen
from bots.simulator.world import World


def api_chat(world: World, call: Call, chat_id: str) -> GroupChat:
    """The group an API call is about, or WeCom's refusal."""
    chat = world.groups.chats.get(chat_id)
    if chat is None:
        raise RefusalError(90501)
    if chat.dismissed:
        raise RefusalError(49008)
    must_have_seen(world, call, chat.owner)
    return chat


def known_chat(world: World, args: Json) -> GroupChat:
    """The group that an act names by chat_id, or by its name."""
    wanted = str(args.get("chat_id") or "")
    for chat in world.groups.living():
        if wanted and wanted in (chat.chat_id, chat.name):
            return chat
    raise MistakeError(f"there is no group {wanted!r}", 404)


def known_person(world: World, name: object) -> str:
    """A member's userid, or the external_userid of a customer named by it or by his key."""
    userid = str(name).lower()
    if userid in world.staff:
        return userid
    customer = customer_named(world, str(name))
    if customer is None:
        raise MistakeError(f"nobody is called {name!r}", 404)
    return customer.external_userid


def known_member(world: World, chat: GroupChat, name: object) -> str:
    who = known_person(world, name)
    if who not in chat.members:
        raise MistakeError(f"{name} is not in the group {chat.name}", 409)
    return who


def name_of(world: World, who: str) -> str:
    """Of a member or a customer; a member who has left the book keeps his userid only."""
    person = world.customers.get(who) or world.staff.get(who)
    return person.name if person else who


def groups_of(world: World, who: str) -> list[GroupChat]:
    return [chat for chat in world.groups.living() if who in chat.members]
