"""Words in a group: on everybody's phone and in the archive, with the group's id as roomid."""

from bots.simulator.archive.record import Talk, record
from bots.simulator.groups.models import GroupChat, Happening
from bots.simulator.models import Json
from bots.simulator.world import World


def speak(world: World, chat: GroupChat, by: str, text: str) -> Json:
    others = tuple(one for one in chat.members if one != by)
    show(world, chat, {"by": by, "from": side(world, by), "kind": "chat", "text": text})
    message = record(world, Talk(by, others, chat.chat_id), "text", {"content": text})
    return {"msgid": message["msgid"], "at": world.now()}


def show(world: World, chat: GroupChat, message: Json) -> None:
    """Put a message on every phone of the group, and count it."""
    chat.messages.append({"at": world.now(), "msgtype": "text", **message})
    chat.history.append(Happening(world.now(), "said", message["by"]))


def side(world: World, who: str) -> str:
    return "customer" if who in world.customers else "staff"
