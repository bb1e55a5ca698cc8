"""A member sends what a page put before him: it lands in the chat beside which the page stands."""

from bots.simulator import chat
from bots.simulator.errors import MistakeError
from bots.simulator.groups import talk
from bots.simulator.groups.lookup import known_chat
from bots.simulator.lookup import living_follow
from bots.simulator.members import permitted
from bots.simulator.models import Json
from bots.simulator.shells.models import View
from bots.simulator.world import World


def deliver(world: World, view: View, message: Json) -> None:
    """Words go by the archive; other kinds stand on the phones."""
    words = message["text"] if message["msgtype"] == "text" else ""
    permitted(world, view.userid, words)
    if view.place.chat_id:
        _to_group(world, view, message, words)
        return
    if not view.place.customer:
        raise MistakeError("this page stands beside no chat", 409)
    follow = living_follow(world, view.userid, view.place.customer)
    if words:
        chat.speak(world, follow, "staff", words)
    else:
        follow.chatted = True
        chat.show(world, follow, {"from": "staff", "kind": "chat", **message})


def _to_group(world: World, view: View, message: Json, words: str) -> None:
    group = known_chat(world, {"chat_id": view.place.chat_id})
    if words:
        talk.speak(world, group, view.userid, words)
    else:
        said = {"by": view.userid, "from": "staff", "kind": "chat"}
        talk.show(world, group, {**said, **message})
