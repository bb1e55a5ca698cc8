"""Live codes (活码, 联系我): who receives whoever scans, and under which state."""

from bots.simulator.api.call import Call, child, flag, integer, octets, strings, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.api.temp_ways import given_temp_fields, must_have_room, temp_fields
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import ContactWay, Json
from bots.simulator.people import members_of
from bots.simulator.readiness import must_be_ready
from bots.simulator.rights import must_see
from bots.simulator.world import World

SINGLE, SEVERAL = 1, 2
MINI_PROGRAM, QR = 1, 2
MOST_MEMBERS = 100
LISTED_FOR = 90 * 86400


def add_contact_way(world: World, call: Call) -> Json:
    body = call.body
    kind = _one_of(body, "type", (SINGLE, SEVERAL), missing=41037, wrong=41039)
    scene = _one_of(body, "scene", (MINI_PROGRAM, QR), missing=41038, wrong=41040)
    temp = temp_fields(world, body, kind)
    must_have_room(world, is_temp=bool(temp))
    blank = {"type": kind, "scene": scene, "style": 1, "remark": "", "skip_verify": True}
    more = {"state": "", "user": [], "party": [], "is_exclusive": False, "conclusions": {}}
    fields = {**blank, **more, **_given(world, call), **temp}
    _check_members(world, fields)
    named = (fields["state"], fields["remark"], tuple(fields["user"]))
    config_id = world.seeded.letters(32, "contact way", *named, world.seeded.nth("way", *named))
    world.contact_ways[config_id] = ContactWay(config_id, fields, world.now())
    told = {"config_id": config_id}
    return {**told, "qr_code": qr_code(world, config_id)} if scene == QR else told


def update_contact_way(world: World, call: Call) -> Json:
    """Fields that are given replace the old ones, lists as a whole."""
    way = _known(world, call)
    temp = given_temp_fields(call.body) if way.fields.get("is_temp") else {}
    fields = {**way.fields, **_given(world, call), **temp}
    _check_members(world, fields)
    way.fields = fields
    return {}


def get_contact_way(world: World, call: Call) -> Json:
    way = _known(world, call)
    told = {"config_id": way.config_id, **way.fields}
    if way.fields["scene"] == QR:
        told["qr_code"] = qr_code(world, way.config_id)
    return {"contact_way": told}


def list_contact_way(world: World, call: Call) -> Json:
    """Those made in the window, the last 90 days unless said; temporary ones are not listed."""
    now = int(world.now())
    start = integer(call.body, "start_time", now - LISTED_FOR)
    end = integer(call.body, "end_time", now)
    if start > end:
        raise RefusalError(40058, "start_time is after end_time")
    lasting = (way for way in world.contact_ways.values() if not way.fields.get("is_temp"))
    ways = [way for way in lasting if start <= int(way.created_at) <= end]
    ways = [way for way in ways if not world.hides("contact_ways", way.created_at)]
    shown, cursor = page(ways, call.body, default=100, most=1000)
    rows = [{"config_id": way.config_id} for way in shown]
    return {"contact_way": rows, "next_cursor": cursor}


def del_contact_way(world: World, call: Call) -> Json:
    del world.contact_ways[_known(world, call).config_id]
    return {}


def qr_code(world: World, config_id: str) -> str:
    return f"{world.base_url}/qr/{config_id}"


def _known(world: World, call: Call) -> ContactWay:
    way = world.contact_ways.get(text(call.body, "config_id", missing=41043))
    if way is None:
        raise RefusalError(41044)
    return way


def _one_of(body: Json, name: str, choices: tuple[int, ...], *, missing: int, wrong: int) -> int:
    if name not in body:
        raise RefusalError(missing)
    if body[name] not in choices:
        raise RefusalError(wrong)
    return int(body[name])


def _given(world: World, call: Call) -> Json:
    """The settable fields that the body names, each within its limit."""
    body = call.body
    given: Json = {name: text(body, name, most=30) for name in ("remark", "state") if name in body}
    for name in ("skip_verify", "is_exclusive"):
        if name in body:
            given[name] = flag(body, name)
    if "style" in body:
        given["style"] = integer(body, "style", 1, least=1, most=3)
    if "conclusions" in body:
        given["conclusions"] = child(body, "conclusions")
        octets(child(given["conclusions"], "text"), "content", 4000)
    return {**given, **_given_members(world, call)}


def _given_members(world: World, call: Call) -> Json:
    body = call.body
    given: Json = {}
    if "user" in body:
        given["user"] = [userid.lower() for userid in strings(body, "user")]
        if any(present_staff(world, userid) is None for userid in given["user"]):
            raise RefusalError(40003)
        _check_each(world, call, given["user"])
    if "party" in body:
        given["party"] = _parties(world, call)
    return given


def _check_each(world: World, call: Call, userids: list[str]) -> None:
    """Each is visible, active, verified and may have customers."""
    for userid in userids:
        must_see(world, call, userid)
    must_be_ready(world, userids)


def _parties(world: World, call: Call) -> list[int]:
    parties = call.body["party"] or []
    known = list(world.departments)
    if not isinstance(parties, list) or not all(party in known for party in parties):
        raise RefusalError(60123)
    if not all(call.app.sees_party(party, world.departments) for party in parties):
        raise RefusalError(60011, "party")
    return list(parties)


def _check_members(world: World, fields: Json) -> None:
    """Type 1 has exactly one member; type 2 up to 100, departments expanded."""
    if fields["type"] == SINGLE and (len(fields["user"]) != 1 or fields["party"]):
        raise RefusalError(40058, "type 1 takes exactly one user and no party")
    members = members_of(world, ContactWay("", fields, 0))
    if not members:
        raise RefusalError(40063, "user and party")
    if len(members) > MOST_MEMBERS:
        raise RefusalError(41041)


PATHS: dict[str, Endpoint] = {
    "externalcontact/add_contact_way": Endpoint("POST", add_contact_way),
    "externalcontact/get_contact_way": Endpoint("POST", get_contact_way),
    "externalcontact/list_contact_way": Endpoint("POST", list_contact_way),
    "externalcontact/update_contact_way": Endpoint("POST", update_contact_way),
    "externalcontact/del_contact_way": Endpoint("POST", del_contact_way),
}
