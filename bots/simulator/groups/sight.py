"""Groups to look at: all of them, those on one customer's phone, and the truth about them."""

from dataclasses import asdict

from bots.simulator.groups.lookup import groups_of, name_of
from bots.simulator.groups.models import GroupChat
from bots.simulator.models import Json
from bots.simulator.world import World


def groups(world: World) -> Json:
    rows = [
        {
            "chat_id": chat.chat_id,
            "opengid": chat.opengid,
            "name": chat.name,
            "owner": chat.owner,
            "members": [
                {"userid": one.userid, "name": name_of(world, one.userid)}
                for one in chat.members.values()
            ],
        }
        for chat in world.groups.living()
    ]
    return {"groups": rows}


def on_phone(world: World, external_userid: str) -> list[Json]:
    """A customer's group chats; a welcome is read by whom it greets."""
    return [
        {
            "chat_id": chat.chat_id,
            "name": chat.name,
            "owner": chat.owner,
            "notice": chat.notice,
            "size": len(chat.members),
            "messages": [
                {**message, "name": name_of(world, message["by"])}
                for message in chat.messages
                if external_userid in message.get("to", [external_userid])
            ],
        }
        for chat in groups_of(world, external_userid)
    ]


def truth(world: World) -> Json:
    return {
        "chats": [_whole(chat) for chat in world.groups.chats.values()],
        "ways": [asdict(way) for way in world.groups.ways.values()],
        "welcomes": [asdict(welcome) for welcome in world.groups.welcomes.values()],
    }


def _whole(chat: GroupChat) -> Json:
    told = asdict(chat)
    told["members"] = list(told["members"].values())
    del told["views"]
    return {**told, "member_version": chat.views[-1].version}
