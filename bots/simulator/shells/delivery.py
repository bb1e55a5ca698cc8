"""A member sends what a page put before him: to the chat beside which the page stands, and archived."""

import base64
from collections.abc import Callable

from bots.simulator import chat
from bots.simulator.archive.files import file_fields
from bots.simulator.archive.record import Talk, record
from bots.simulator.errors import MistakeError
from bots.simulator.groups import talk
from bots.simulator.groups.lookup import known_chat
from bots.simulator.lookup import living_follow
from bots.simulator.members import permitted
from bots.simulator.models import Json
from bots.simulator.shells.models import View
from bots.simulator.world import World


def deliver(world: World, view: View, message: Json) -> None:
    """Both phones show it; an intercept rule may hold words back."""
    permitted(world, view.userid, message.get("text", ""))
    said = {"from": "staff", "kind": "chat", **message}
    if view.place.chat_id:
        group = known_chat(world, {"chat_id": view.place.chat_id})
        talk.show(world, group, {"by": view.userid, **said})
        others = tuple(one for one in group.members if one != view.userid)
        line = Talk(view.userid, others, group.chat_id)
    elif view.place.customer:
        follow = living_follow(world, view.userid, view.place.customer)
        follow.chatted = True
        chat.show(world, follow, said)
        line = Talk(view.userid, (follow.external_userid,))
    else:
        raise MistakeError("this page stands beside no chat", 409)
    msgtype, payload = ARCHIVED[message["msgtype"]](world, message)
    record(world, line, msgtype, payload)


def _text(_world: World, message: Json) -> tuple[str, Json]:
    return "text", {"content": message["text"]}


def _link(_world: World, message: Json) -> tuple[str, Json]:
    pictured = {"link_url": message["url"], "image_url": message["picurl"]}
    return "link", {"title": message["title"], "description": message["desc"], **pictured}


def _weapp(_world: World, message: Json) -> tuple[str, Json]:
    title = message["title"]
    named = {"username": f"{message['appid']}@app", "displayname": title}
    return "weapp", {"title": title, "description": "", **named}


def _file(world: World, message: Json) -> tuple[str, Json]:
    media = world.media[message["media_id"]]
    content = base64.b64encode(media.content).decode()
    fields = file_fields(world, media.type, {"content": content})
    if media.type == "file":
        fields |= {"filename": media.filename, "fileext": media.filename.rpartition(".")[2]}
    return media.type, fields


# TABLE: a message of the phone → msgtype and payload of the archive
ARCHIVED: dict[str, Callable[[World, Json], tuple[str, Json]]] = {
    "text": _text,
    "link": _link,
    "miniprogram": _weapp,
    "image": _file,
    "video": _file,
    "file": _file,
}
