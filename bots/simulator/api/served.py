"""contact_list: everybody whom the corp has served, with an id that lasts four hours."""

import base64
import binascii

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.groups.models import CUSTOMER, GroupChat, GroupMember
from bots.simulator.lookup import follows_of_customer
from bots.simulator.models import Follow, Json
from bots.simulator.rights import sees
from bots.simulator.world import World

LIVES = 4 * 3600  # of a temporary id; a cursor is taken for as long
PER_PAGE = 1000


def contact_list(world: World, call: Call) -> Json:
    """A row for each member who has a customer, then one for each group that somebody is in."""
    start = _position(world, text(call.body, "cursor"))
    stop = start + (integer(call.body, "limit", PER_PAGE, most=PER_PAGE) or PER_PAGE)
    follows = sorted(world.follows.values(), key=lambda follow: follow.order)
    served = [f for f in follows if f.staff_has and sees(world, call.app, f.userid)]
    rows = [_row(world, follow) for follow in served] + _in_groups(world, call)
    cursor = _cursor(world, stop) if stop < len(rows) else ""
    return {"info_list": rows[start:stop], "next_cursor": cursor}


def _in_groups(world: World, call: Call) -> list[Json]:
    chats = [chat for chat in world.groups.living() if sees(world, call.app, chat.owner)]
    return [
        _guest(world, chat, member)
        for chat in chats
        for member in chat.members.values()
        if member.type == CUSTOMER
    ]


def _guest(world: World, chat: GroupChat, member: GroupMember) -> Json:
    """A customer by his id; of others only the end of the name, and the group's."""
    is_customer = bool(follows_of_customer(world, member.userid))
    told = {"is_customer": is_customer, "tmp_openid": tmp_openid(world, member.userid)}
    if is_customer:
        told |= {"external_userid": member.userid, "chat_id": chat.chat_id}
    else:
        name = world.customers[member.userid].name
        told |= {"name": f"***{name[-1:]}", "chat_name": chat.name}
    return {**told, "add_time": member.join_time}


def _row(world: World, follow: Follow) -> Json:
    return {
        "is_customer": True,
        "tmp_openid": tmp_openid(world, follow.external_userid),
        "external_userid": follow.external_userid,
        "follow_userid": follow.userid,
        "add_time": follow.createtime,
    }


def tmp_openid(world: World, external_userid: str) -> str:
    """The same for one person within a span of four hours, another in the next."""
    span = int(world.now()) // LIVES
    return "tmp" + world.seeded.letters(29, "tmp_openid", external_userid, span)


def _cursor(world: World, position: int) -> str:
    return base64.urlsafe_b64encode(b"served:%d:%d" % (int(world.now()), position)).decode()


def _position(world: World, cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, issued, position = base64.urlsafe_b64decode(cursor).decode().split(":")
        if word == "served" and world.now() - int(issued) <= LIVES:
            return int(position)
    except (ValueError, binascii.Error):
        pass
    raise RefusalError(40058, "cursor is not one of ours, or is older than four hours")


PATHS: dict[str, Endpoint] = {
    "externalcontact/contact_list": Endpoint("POST", contact_list),
}
