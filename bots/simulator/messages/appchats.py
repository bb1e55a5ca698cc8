"""Group chats of members that an app makes and writes to (应用群聊)."""

import re

from bots.simulator import cast
from bots.simulator.api.call import Call, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.messages import content
from bots.simulator.messages.models import AppChat
from bots.simulator.messages.send import check_safety
from bots.simulator.models import Json
from bots.simulator.world import World

LEAST, MOST = 2, 500  # members; an administrator may raise it to 2,000
LONGEST_NAME = 50
CHATID = re.compile(r"[0-9A-Za-z]{1,32}")
KINDS = ("text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown")


def create(world: World, call: Call) -> Json:
    _check_range(call)
    chatid = text(call.body, "chatid") or world.seeded.new_id("", 32, "appchat", call.app.agentid)
    if not CHATID.fullmatch(chatid):
        raise RefusalError(86001, "1 to 32 letters and digits")
    if chatid in world.messages.chats:
        raise RefusalError(86215)
    userlist = _known(world, strings(call.body, "userlist"))
    _check_size(userlist)
    owner = text(call.body, "owner").lower() or userlist[0]
    if owner not in userlist:
        raise RefusalError(86207)
    chat = AppChat(chatid, call.app.agentid, _name(call.body), owner, userlist)
    world.messages.chats[chatid] = chat
    return {"chatid": chatid}


def update(world: World, call: Call) -> Json:
    """All or nothing: a change that is refused changes nothing."""
    chat = _own_chat(world, call, text(call.body, "chatid"))
    leaving = [userid.lower() for userid in strings(call.body, "del_user_list")]
    if set(leaving) - set(chat.userlist):
        raise RefusalError(86216, "not in the chat")
    coming = _known(world, strings(call.body, "add_user_list"))
    userlist = [userid for userid in chat.userlist if userid not in leaving]
    userlist += [userid for userid in coming if userid not in userlist]
    _check_size(userlist)
    owner = text(call.body, "owner").lower() or chat.owner
    if owner not in userlist:
        if call.body.get("owner"):
            raise RefusalError(86207)
        owner = userlist[0]  # the owner has left
    chat.name = _name(call.body) or chat.name
    chat.userlist, chat.owner = userlist, owner
    return {}


def get(world: World, call: Call) -> Json:
    chat = _own_chat(world, call, call.args.get("chatid", ""))
    named = {"chatid": chat.chatid, "name": chat.name, "owner": chat.owner}
    return {"chat_info": {**named, "userlist": chat.userlist, "chat_type": 0}}


def send(world: World, call: Call) -> Json:
    chat = _own_chat(world, call, text(call.body, "chatid"))
    msgtype, shown = content.read(world, call, KINDS)
    check_safety(call.body, msgtype)
    chat.messages.append({"at": world.now(), "msgtype": msgtype, **shown})
    return {}


def _check_range(call: Call) -> None:
    """Only an app whose visible range is the whole corp may have group chats."""
    if cast.ROOT not in call.app.parties:
        raise RefusalError(60011, "the app's visible range must be the root department")


def _own_chat(world: World, call: Call, chatid: str) -> AppChat:
    _check_range(call)
    if not CHATID.fullmatch(chatid):
        raise RefusalError(86001)
    chat = world.messages.chats.get(chatid)
    if chat is None:
        raise RefusalError(40050)
    if chat.agentid != call.app.agentid:
        raise RefusalError(86008)
    return chat


def _known(world: World, userids: list[str]) -> list[str]:
    found = list(dict.fromkeys(userid.lower() for userid in userids))
    for userid in found:
        if present_staff(world, userid) is None:
            raise RefusalError(86216, userid)
    return found


def _check_size(userlist: list[str]) -> None:
    if not LEAST <= len(userlist) <= MOST:
        raise RefusalError(86006, f"{LEAST} to {MOST} members")


def _name(body: Json) -> str:
    name = text(body, "name")
    if len(name) > LONGEST_NAME:
        raise RefusalError(86004, f"at most {LONGEST_NAME} characters")
    return name


PATHS: dict[str, Endpoint] = {
    "appchat/create": Endpoint("POST", create),
    "appchat/update": Endpoint("POST", update),
    "appchat/get": Endpoint("GET", get),
    "appchat/send": Endpoint("POST", send),
}
