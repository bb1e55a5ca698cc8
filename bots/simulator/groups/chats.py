"""groupchat/list, groupchat/get and opengid_to_chatid: which groups there are and who is inside."""

from bots.simulator.api.call import Call, child, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.groups.lookup import api_chat, name_of
from bots.simulator.groups.models import CUSTOMER, GroupChat, GroupMember
from bots.simulator.models import Json
from bots.simulator.rights import must_have_seen, saw, visible_staff
from bots.simulator.world import World

MOST_OWNERS, MOST_VISIBLE = 100, 1000
ALL, RESIGNED, HAS_LEFT = 0, 1, 5


def groupchat_list(world: World, call: Call) -> Json:
    """Groups by owner and by how far their inheritance has come; `limit` must be there."""
    body = call.body
    integer(body, "limit", 0, least=1, most=1000)
    status = integer(body, "status_filter", ALL, most=3)
    owners = wanted_owners(world, call)
    chats = [
        chat
        for chat in world.groups.living()
        if chat.owner in owners and status in (ALL, _status(world, chat))
    ]
    chats = [chat for chat in chats if not world.hides("groups", chat.create_time)]
    shown, cursor = page(chats, body, default=1000, most=1000)
    rows = [{"chat_id": chat.chat_id, "status": _status(world, chat)} for chat in shown]
    return {"group_chat_list": rows, "next_cursor": cursor}


def groupchat_get(world: World, call: Call) -> Json:
    chat = api_chat(world, call, text(call.body, "chat_id", missing=40063))
    named = integer(call.body, "need_name", 0, most=1) == 1
    view = chat.view(world.now())
    told = {
        "chat_id": chat.chat_id,
        "name": chat.name,
        "owner": chat.owner,
        "create_time": chat.create_time,
        "notice": chat.notice,
        "member_list": [_member(world, member, named=named) for member in view.members],
        "admin_list": [{"userid": admin} for admin in chat.admins],
        "member_version": view.version,
    }
    return {"group_chat": told}


def opengid_to_chatid(world: World, call: Call) -> Json:
    """A mini program opened inside a group knows the group by its opengid."""
    opengid = text(call.body, "opengid", missing=40063)
    for chat in world.groups.living():
        if chat.opengid == opengid and saw(world, call.app, chat.owner):
            return {"chat_id": chat.chat_id}
    raise RefusalError(90509)


def wanted_owners(world: World, call: Call) -> set[str]:
    """Those the filter names; without one, everybody whom the app sees, if they are not too many."""
    owners = strings(child(call.body, "owner_filter"), "userid_list", most=MOST_OWNERS)
    for userid in owners:
        must_have_seen(world, call, userid)
    if owners:
        return {userid.lower() for userid in owners}
    visible = visible_staff(world, call.app)
    if len(visible) > MOST_VISIBLE:
        raise RefusalError(81017)
    return {userid for userid in world.staff if saw(world, call.app, userid)}


def _status(world: World, chat: GroupChat) -> int:
    """An owner who has left the corp leaves his groups waiting for an heir."""
    owner = world.staff.get(chat.owner)
    is_orphan = owner is None or owner.status == HAS_LEFT
    return RESIGNED if chat.status == ALL and is_orphan else chat.status


def _member(world: World, member: GroupMember, *, named: bool) -> Json:
    """Fields that say nothing are left out, as WeCom leaves them out."""
    told: Json = {"userid": member.userid, "type": member.type}
    if member.type == CUSTOMER:
        told["unionid"] = world.customers[member.userid].unionid
    told |= {"join_time": member.join_time, "join_scene": member.join_scene}
    if member.state:
        told["state"] = member.state
    if member.invitor and member.invitor not in world.customers:  # only colleagues are named
        told["invitor"] = {"userid": member.invitor}
    told["group_nickname"] = member.group_nickname
    return {**told, "name": name_of(world, member.userid)} if named else told


PATHS: dict[str, Endpoint] = {
    "externalcontact/groupchat/list": Endpoint("POST", groupchat_list),
    "externalcontact/groupchat/get": Endpoint("POST", groupchat_get),
    "externalcontact/opengid_to_chatid": Endpoint("POST", opengid_to_chatid),
}
