"""Messages of the app to staff (message/send)."""

from bots.simulator.api.call import Call, child, integer, octets, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.reach import reaches, spend_person_times
from bots.simulator.rights import visible_staff
from bots.simulator.world import World

REMEMBERED_FOR, LONGEST_MEMORY = 1800, 4 * 3600


def send(world: World, call: Call) -> Json:
    body = call.body
    if "agentid" not in body:
        raise RefusalError(41011)
    if str(body["agentid"]) != str(call.app.agentid):
        raise RefusalError(301002)
    msgtype, content = _content(body)
    members, invalid_users, invalid_parties = _receivers(world, call)
    if not members:
        raise RefusalError(81013, invaliduser="|".join(invalid_users))
    spend_person_times(world, call.app, len(members))
    msgid = world.seeded.new_id("", 40, "app message", *members, repr(content))
    for userid in members:
        if not _is_repeated(world, body, userid, content):
            said = {"at": world.now(), "userid": userid, "msgid": msgid, "msgtype": msgtype}
            reached = reaches(world, call.app, userid)
            (world.app_messages if reached else world.dropped_messages).append({**said, **content})
    told = {"invalidparty": "|".join(invalid_parties), "invalidtag": text(body, "totag")}
    return {"invaliduser": "|".join(invalid_users), **told, "unlicenseduser": "", "msgid": msgid}


def _content(body: Json) -> tuple[str, Json]:
    msgtype = text(body, "msgtype", missing=40008)
    fields = child(body, msgtype)
    if msgtype in ("text", "markdown"):
        words = octets(fields, "content", 2048)
        if not words:
            raise RefusalError(44004)
        return msgtype, {"text": words}
    if msgtype == "textcard":
        title, url = (text(fields, name, missing=40063) for name in ("title", "url"))
        octets(fields, "title", 128)
        description = octets(fields, "description", 512)
        if not description:
            raise RefusalError(40063, "description")
        return msgtype, {"title": title, "text": description, "url": url}
    if msgtype == "template_card":
        text(fields, "card_type", missing=40063)
        return msgtype, {"template_card": fields}
    raise RefusalError(40008, f"the simulator does not simulate {msgtype}")


def _receivers(world: World, call: Call) -> tuple[list[str], list[str], list[str]]:
    """Members whom the app sees, then the userids (lower-cased, as WeCom answers them) and
    parties that it does not see or nobody has.
    """
    body, seen = call.body, visible_staff(world, call.app)
    touser = text(body, "touser")
    if touser == "@all":
        return [staff.userid for staff in seen], [], []
    named = [userid.lower() for userid in touser.split("|") if userid]
    if len(named) > 1000:
        raise RefusalError(40031, "more than 1000 users")
    parties = [party for party in text(body, "toparty").split("|") if party]
    visible = {str(n) for n in world.departments if call.app.sees_party(n, world.departments)}
    inside = world.departments.under(int(party) for party in parties if party in visible)
    wanted = [s.userid for s in seen if s.userid in named or inside & set(s.departments)]
    known = {staff.userid for staff in seen}
    missing = [userid for userid in named if userid not in known]
    return wanted, missing, [party for party in parties if party not in visible]


def _is_repeated(world: World, body: Json, userid: str, content: Json) -> bool:
    """With enable_duplicate_check the same words to the same member are swallowed for a while."""
    if integer(body, "enable_duplicate_check", 0, most=1) == 0:
        return False
    memory = integer(body, "duplicate_check_interval", REMEMBERED_FOR, most=LONGEST_MEMORY)
    return any(
        said["userid"] == userid
        and world.now() - said["at"] < memory
        and all(said.get(name) == value for name, value in content.items())
        for said in reversed(world.app_messages)
    )


PATHS: dict[str, Endpoint] = {
    "message/send": Endpoint("POST", send),
}
