"""Words in a group: on everybody's phone and in the archive, with the group's id as roomid."""

from bots.simulator.chat import archive_grew
from bots.simulator.groups.models import GroupChat, Happening
from bots.simulator.models import Json
from bots.simulator.world import World


def speak(world: World, chat: GroupChat, by: str, text: str) -> Json:
    at = world.now()
    number = world.seeded.nth("said in group", chat.chat_id, by)
    digits = world.seeded.number(10**19, "msgid", chat.chat_id, by, number)
    message: Json = {
        "msgid": f"{digits}_{int(at)}_external",
        "action": "send",
        "from": by,
        "tolist": [one for one in chat.members if one != by],
        "roomid": chat.chat_id,
        "msgtime": int(at * 1000),
        "msgtype": "text",
        "text": {"content": text},
    }
    show(world, chat, {"by": by, "from": side(world, by), "kind": "chat", "text": text})
    world.archive.keep(at, message)
    archive_grew(world)
    return {"msgid": message["msgid"], "at": at}


def show(world: World, chat: GroupChat, message: Json) -> None:
    """Put a message on every phone of the group, and count it."""
    chat.messages.append({"at": world.now(), "msgtype": "text", **message})
    chat.history.append(Happening(world.now(), "said", message["by"]))


def side(world: World, who: str) -> str:
    return "customer" if who in world.customers else "staff"
