"""Temporary contact ways: their own fields and limits, and close_temp_chat."""

from bots.simulator.api.call import Call, flag, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.clock import day_of
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import api_follow
from bots.simulator.models import ContactWay, Json
from bots.simulator.rights import must_see
from bots.simulator.temp_sessions import end
from bots.simulator.world import World

SINGLE = 1
DAY = 86400
WEEK, LONGEST = 7 * DAY, 14 * DAY


def temp_fields(world: World, body: Json, kind: int) -> Json:
    """What a new code has more when it is temporary; nothing when it is not."""
    if not flag(body, "is_temp"):
        return {}
    if not world.allowances.medical:
        raise RefusalError(40058, "is_temp is for the medical industry only")
    if kind != SINGLE:
        raise RefusalError(40058, "a temporary code has one member")
    usual = {"expires_in": WEEK, "chat_expires_in": DAY, "unionid": ""}
    return {"is_temp": True, **usual, **given_temp_fields(body)}


def given_temp_fields(body: Json) -> Json:
    spans = [name for name in ("expires_in", "chat_expires_in") if name in body]
    given: Json = {name: integer(body, name, DAY, least=1, most=LONGEST) for name in spans}
    return {**given, "unionid": text(body, "unionid")} if "unionid" in body else given


def must_have_room(world: World, *, is_temp: bool) -> None:
    """Codes and join ways have one ceiling, temporary codes a number a day (41045)."""
    ways, allowed = world.contact_ways.values(), world.allowances
    if not is_temp:
        lasting = sum(1 for way in ways if not way.fields.get("is_temp"))
        if lasting + len(world.groups.ways) >= allowed.most_contact_ways:
            raise RefusalError(41045, f"at most {allowed.most_contact_ways}")
        return
    made = sum(1 for way in ways if _is_of_today(world, way))
    if made >= allowed.most_temp_ways_a_day:
        raise RefusalError(41045, f"at most {allowed.most_temp_ways_a_day} temporary ones a day")


def close_temp_chat(world: World, call: Call) -> Json:
    userid = text(call.body, "userid", missing=41009)
    external_userid = text(call.body, "external_userid", missing=41035)
    must_see(world, call, userid)
    follow = api_follow(world, userid, external_userid)
    session = world.temp_sessions.open(follow.userid, external_userid)
    if session is None:
        raise RefusalError(84061, "the two have no temporary session")
    end(world, session)
    return {}


def _is_of_today(world: World, way: ContactWay) -> bool:
    today = day_of(way.created_at) == day_of(world.now())
    return bool(way.fields.get("is_temp")) and today


PATHS: dict[str, Endpoint] = {
    "externalcontact/close_temp_chat": Endpoint("POST", close_temp_chat),
}
