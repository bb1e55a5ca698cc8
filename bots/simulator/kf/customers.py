"""Who writes to 微信客服, and whom else he is recommended (kf/customer/*)."""

from bots.simulator.api.call import Call, child, integer, octets, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.kf.models import Session
from bots.simulator.kf.sessions import TWO_DAYS, account_of, mark, session_of
from bots.simulator.lookup import present_staff
from bots.simulator.models import Customer, Json
from bots.simulator.rights import must_see
from bots.simulator.world import World

MEMBER, GROUPCHAT = 1, 2


def batchget(world: World, call: Call) -> Json:
    """Customers who came to an account; all others are invalid."""
    ids = strings(call.body, "external_userid_list", most=100)
    if not ids:
        raise RefusalError(40063, "external_userid_list")
    with_context = integer(call.body, "need_enter_session_context", 0, most=1) == 1
    here = {external_userid for _, external_userid in world.kf.sessions}
    rows = [_row(world, world.customers[one], with_context) for one in ids if one in here]
    return {
        "customer_list": rows,
        "invalid_external_userid": [one for one in ids if one not in here],
    }


def _row(world: World, customer: Customer, with_context: bool) -> Json:
    row: Json = {
        "external_userid": customer.external_userid,
        "nickname": customer.name,
        "avatar": f"{world.base_url}/avatar/{customer.external_userid}.svg",
        "gender": customer.gender,
        "unionid": customer.unionid,
    }
    context = _last_context(world, customer.external_userid) if with_context else None
    return {**row, "enter_session_context": context} if context else row


def _last_context(world: World, external_userid: str) -> Json | None:
    """How he last came in, if that was within 48 hours."""
    visits = [
        session
        for session in world.kf.sessions.values()
        if session.external_userid == external_userid
        and world.now() - session.entered_at <= TWO_DAYS
    ]
    return max(visits, key=lambda session: session.visit).context if visits else None


def get_upgrade_config(world: World, _call: Call) -> Json:
    return {"member_range": world.kf.member_range, "groupchat_range": world.kf.groupchat_range}


def upgrade(world: World, call: Call) -> Json:
    """Recommend a member or a group; the servicer then sees it beside the chat."""
    session = _consulting(world, call.body)
    kind = integer(call.body, "type", 0, least=MEMBER, most=GROUPCHAT)
    chosen = _member(world, call) if kind == MEMBER else _group(world, call.body)
    session.upgrade = {"type": kind, **chosen}
    mark(world, "upgraded", session, chosen.get("userid", ""))
    return {}


def cancel_upgrade(world: World, call: Call) -> Json:
    _consulting(world, call.body).upgrade = {}
    return {}


def _consulting(world: World, body: Json) -> Session:
    account = account_of(world, text(body, "open_kfid", missing=40063))
    external_userid = text(body, "external_userid", missing=40063)
    session = session_of(world, account.open_kfid, external_userid)
    if session.said_at is None or world.now() - session.said_at > TWO_DAYS:
        raise RefusalError(95031)
    return session


def _member(world: World, call: Call) -> Json:
    member = child(call.body, "member")
    userid = text(member, "userid", missing=40063).lower()
    staff = present_staff(world, userid)
    if staff is None:
        raise RefusalError(60111)
    must_see(world, call, userid)
    configured = world.kf.member_range
    parties = world.departments.under(configured["department_id_list"])
    if userid not in configured["userid_list"] and not parties & set(staff.departments):
        raise RefusalError(40058, "this member is not configured for upgrades")
    return {"userid": userid, "wording": octets(member, "wording", 1024)}


def _group(world: World, body: Json) -> Json:
    group = child(body, "groupchat")
    chat_id = text(group, "chat_id", missing=40063)
    if chat_id not in world.kf.groupchat_range["chat_id_list"]:
        raise RefusalError(40058, "this group chat is not configured for upgrades")
    return {"chat_id": chat_id, "wording": octets(group, "wording", 1024)}


PATHS: dict[str, Endpoint] = {
    "kf/customer/batchget": Endpoint("POST", batchget),
    "kf/customer/get_upgrade_service_config": Endpoint("GET", get_upgrade_config),
    "kf/customer/upgrade_service": Endpoint("POST", upgrade),
    "kf/customer/cancel_upgrade_service": Endpoint("POST", cancel_upgrade),
}
