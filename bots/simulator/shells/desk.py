"""A member's client to look at: chats with customers, groups, and what the corp asks him to send."""

from bots.simulator.control import sight
from bots.simulator.groups.lookup import name_of
from bots.simulator.lookup import follows_of_staff, known_staff
from bots.simulator.models import Follow, Json
from bots.simulator.world import World


def desk(world: World, name: str) -> Json:
    """The latest message first, as in any list of chats."""
    staff = known_staff(world, name)
    chats = [_chat(world, follow) for follow in follows_of_staff(world, staff.userid)]
    groups = [_group(world, staff.userid, chat_id) for chat_id in _groups(world, staff.userid)]
    rows = sorted([*chats, *groups], key=lambda row: float(row["last_at"]), reverse=True)
    waiting = sight.staff_messages(world, staff.userid)
    named = {"userid": staff.userid, "name": staff.name}
    return {**named, "chats": rows, "apps": _apps(world), **waiting}


def _chat(world: World, follow: Follow) -> Json:
    customer = world.customers[follow.external_userid]
    messages = world.chats.get((follow.userid, follow.external_userid), [])
    return {
        "customer": follow.external_userid,
        "name": customer.name,
        "remark": follow.remark,
        "avatar": sight.avatar(world, customer),
        "friend": follow.is_friend,
        "messages": messages,
        "last_at": messages[-1]["at"] if messages else follow.createtime,
    }


def _groups(world: World, userid: str) -> list[str]:
    return [chat.chat_id for chat in world.groups.living() if userid in chat.members]


def _group(world: World, userid: str, chat_id: str) -> Json:
    chat = world.groups.chats[chat_id]
    messages = [
        {**message, "name": name_of(world, message["by"])}
        for message in chat.messages
        if userid in (message["by"], *message.get("to", [userid]))
    ]
    return {
        "chat_id": chat_id,
        "name": chat.name,
        "size": len(chat.members),
        "friend": True,
        "messages": messages,
        "last_at": messages[-1]["at"] if messages else chat.create_time,
    }


def _apps(world: World) -> list[Json]:
    """Those that have a page in the tool bar."""
    named = [app for app in world.corp.apps if app.sidebar_url and app.is_enabled]
    return [{"agentid": app.agentid, "name": app.name, "page": app.sidebar_url} for app in named]
