"""What the client answers a page: who is in this chat, and what it shows the member for it."""

from bots.simulator.models import Json
from bots.simulator.shells.drafts import draft
from bots.simulator.shells.models import View
from bots.simulator.shells.signing import NoWayError
from bots.simulator.world import World


def context(_world: World, view: View, _params: Json) -> Json:
    return {"result": {"entry": view.entry}}


def cur_contact(_world: World, view: View, _params: Json) -> Json:
    return {"result": {"userId": view.place.customer}}


def cur_chat(_world: World, view: View, _params: Json) -> Json:
    return {"result": {"chatId": view.place.chat_id}}


def send_chat_message(world: World, view: View, params: Json) -> Json:
    """The member is asked; `shell/send` or `shell/cancel` tells what he decided."""
    if view.draft is not None:
        raise NoWayError("the member has not decided about the message before")
    view.draft = draft(world, params)
    return {"ask": view.draft}


def open_chat(world: World, view: View, params: Json) -> Json:
    """A chat that there is; the simulator founds no new ones for a page."""
    chat_id = params.get("chatId")
    if chat_id:
        chat = world.groups.chats.get(str(chat_id))
        if chat is None or view.userid not in chat.members:
            raise NoWayError("no such chat")
        return {"result": {"chatId": chat.chat_id}, "open": {"chat_id": chat.chat_id}}
    outside = _names(params.get("externalUserIds"))
    if len(outside) != 1 or set(_names(params.get("userIds"))) - {view.userid}:
        raise NoWayError("a new group chat is not simulated")
    follow = world.follows.get((view.userid, outside[0]))
    if follow is None or not follow.is_friend:
        raise NoWayError("not a friend of this member")
    return {"open": {"customer": follow.external_userid}}


def add_customer(_world: World, _view: View, _params: Json) -> Json:
    return {"show": {"kind": "add_customer"}}


def preview_file(_world: World, _view: View, params: Json) -> Json:
    url = params.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise NoWayError("invalid url")
    if not isinstance(params.get("size"), int):
        raise NoWayError("size is missing")
    return {"show": {"kind": "file", "url": url, "name": str(params.get("name") or url)}}


def _names(value: object) -> list[str]:
    """The SDK joins lists with semicolons."""
    return [one for one in value.split(";") if one] if isinstance(value, str) else []
