"""Questions about the archive (msgaudit/*): whom it keeps, who agreed, who is in a room."""

from bots.simulator.api.call import Call, children, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.archive.record import ENTERPRISE, OFFICE, edition_of
from bots.simulator.archive.rooms import room_of
from bots.simulator.archive.source import Consent
from bots.simulator.consents import has_agreed
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_PAIRS = 100


def get_permit_user_list(world: World, call: Call) -> Json:
    """Members who are archived, of one edition if `type` says which."""
    world.archive.must_be_on()
    wanted = integer(call.body, "type", 0, most=ENTERPRISE)
    if "type" in call.body and wanted < OFFICE:
        raise RefusalError(40058, "type is 1 to 3")
    editions = {userid: edition_of(world, userid) for userid in world.staff}
    kept = {userid: edition for userid, edition in editions.items() if edition is not None}
    return {"ids": [userid for userid, edition in kept.items() if wanted in (0, edition)]}


def check_single_agree(world: World, call: Call) -> Json:
    """`exteranalopenid` is spelt as WeCom spells it."""
    world.archive.must_be_on()
    pairs = children(call.body, "info")
    if len(pairs) > MOST_PAIRS:
        raise RefusalError(301060)
    rows = []
    for pair in pairs:
        userid, customer = str(pair.get("userid")).lower(), str(pair.get("exteranalopenid"))
        follow = world.follows.get((userid, customer))
        if follow is None:
            raise RefusalError(301061)
        row = _agreement(world, userid, customer, follow.createtime)
        rows.append({**row, "userid": userid})
    return {"agreeinfo": rows}


def check_room_agree(world: World, call: Call) -> Json:
    world.archive.must_be_on()
    room = room_of(world, text(call.body, "roomid", missing=40063))
    if room is None:
        raise RefusalError(301039, "roomid")
    rows = [_agreement(world, room.roomid, one, at) for one, at in room.customers.items()]
    return {"agreeinfo": rows}


def _agreement(world: World, place: str, external_userid: str, since: float) -> Json:
    """Who has not answered agreed when he came, unless the member's customers are asked first."""
    is_room = place not in world.staff
    status = "Agree" if is_room or has_agreed(world, place, external_userid) else "Disagree"
    consent = world.archive.consents.get((place, external_userid)) or Consent(status, since)
    told = {"status_change_time": int(consent.at), "exteranalopenid": external_userid}
    return {**told, "agree_status": consent.status}


def groupchat_get(world: World, call: Call) -> Json:
    """Internal rooms only; those of customers are asked for elsewhere."""
    world.archive.must_be_on()
    room = room_of(world, text(call.body, "roomid", missing=40063))
    if room is None:
        raise RefusalError(301039, "roomid")
    if room.customers or room.roomid in world.groups.chats:
        raise RefusalError(301059)
    members = [{"memberid": one, "jointime": int(at)} for one, at in room.members.items()]
    told = {"roomname": room.name, "creator": room.creator, "notice": room.notice}
    return {**told, "room_create_time": int(room.created_at), "members": members}


def robot_asked_for(world: World, call: Call) -> Json:
    world.archive.must_be_on()
    robot = world.archive.robots.get(call.args.get("robot_id", ""))
    if robot is None:
        raise RefusalError(40058, "robot_id")
    return {"data": robot}


PATHS: dict[str, Endpoint] = {
    "msgaudit/get_permit_user_list": Endpoint("POST", get_permit_user_list),
    "msgaudit/check_single_agree": Endpoint("POST", check_single_agree),
    "msgaudit/check_room_agree": Endpoint("POST", check_room_agree),
    "msgaudit/groupchat/get": Endpoint("POST", groupchat_get),
    "msgaudit/get_robot_info": Endpoint("GET", robot_asked_for),
}
