"""groupchat/list, groupchat/get and opengid_to_chatid: which groups there are and who is inside."""

from bots.simulator.api.call import Call, child, integer, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.groups.lookup import api_chat
from bots.simulator.groups.models import CUSTOMER, STAFF, GroupMember
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_OWNERS, MOST_VISIBLE = 100, 1000
ALL = 0


def groupchat_list(world: World, call: Call) -> Json:
    """Groups by owner and by how far their inheritance has come; `limit` must be there."""
    body = call.body
    integer(body, "limit", 0, least=1, most=1000)
    status = integer(body, "status_filter", ALL, most=3)
    owners = wanted_owners(world, call)
    chats = [
        chat
        for chat in world.groups.living()
        if chat.owner in owners and status in (ALL, chat.status)
    ]
    shown, cursor = page(chats, body, default=1000, most=1000)
    rows = [{"chat_id": chat.chat_id, "status": chat.status} for chat in shown]
    return {"group_chat_list": rows, "next_cursor": cursor}


def groupchat_get(world: World, call: Call) -> Json:
    chat = api_chat(world, text(call.body, "chat_id", missing=40063))
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
        if chat.opengid == opengid:
            return {"chat_id": chat.chat_id}
    raise RefusalError(90509)


def wanted_owners(world: World, call: Call) -> set[str]:
    """Those the filter names; without one, everybody whom the app sees, if they are not too many."""
    owners = strings(child(call.body, "owner_filter"), "userid_list", most=MOST_OWNERS)
    if owners:
        return {userid.lower() for userid in owners}
    if len(world.staff) > MOST_VISIBLE:
        raise RefusalError(81017)
    return set(world.staff)


def _member(world: World, member: GroupMember, *, named: bool) -> Json:
    """Fields that say nothing are left out, as WeCom leaves them out."""
    told: Json = {"userid": member.userid, "type": member.type}
    if member.type == CUSTOMER:
        told["unionid"] = world.customers[member.userid].unionid
    told |= {"join_time": member.join_time, "join_scene": member.join_scene}
    if member.state:
        told["state"] = member.state
    if member.invitor in world.staff:  # only colleagues are named as who invited
        told["invitor"] = {"userid": member.invitor}
    told["group_nickname"] = member.group_nickname
    return {**told, "name": name_of(world, member)} if named else told


def name_of(world: World, member: GroupMember) -> str:
    people = world.staff if member.type == STAFF else world.customers
    return people[member.userid].name


PATHS: dict[str, Endpoint] = {
    "externalcontact/groupchat/list": Endpoint("POST", groupchat_list),
    "externalcontact/groupchat/get": Endpoint("POST", groupchat_get),
    "externalcontact/opengid_to_chatid": Endpoint("POST", opengid_to_chatid),
}
