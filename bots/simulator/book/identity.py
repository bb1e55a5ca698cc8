"""Who has opened a page: auth/getuserinfo and its elders, and openids."""

from bots.simulator.api.call import Call, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.staff import private
from bots.simulator.book.logins import PRIVATE, Code
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import follows_of_customer, present_staff
from bots.simulator.models import Json
from bots.simulator.rights import must_see, sees, visible_staff
from bots.simulator.world import World


def getuserinfo(world: World, call: Call) -> Json:
    """A member with a ticket to ask more by, if the page asked for it; or somebody from outside."""
    code = _spent(world, call)
    staff = present_staff(world, code.person)
    if staff is None:
        return {"openid": openid(world, code.person), **_external(world, call, code)}
    must_see(world, call, staff.userid)
    told = {"userid": staff.userid}
    if code.scope == PRIVATE:
        told["user_ticket"] = world.logins.give_ticket(staff.userid, world.now())
    return told


def old_getuserinfo(world: World, call: Call) -> Json:
    """user/getuserinfo spells its fields in its own way."""
    told = getuserinfo(world, call)
    words = {"userid": "UserId", "openid": "OpenId"}
    return {"DeviceId": "", **{words.get(name, name): value for name, value in told.items()}}


def getuserdetail(world: World, call: Call) -> Json:
    ticket = text(call.body, "user_ticket", missing=40063)
    userid = world.logins.owner_of(ticket, world.now())
    staff = present_staff(world, userid)
    if staff is None:
        raise RefusalError(60111)
    return {"userid": userid, **private(world, staff)}


def convert_to_openid(world: World, call: Call) -> Json:
    userid = text(call.body, "userid", missing=41009)
    staff = present_staff(world, userid)
    if staff is None:
        raise RefusalError(60111)
    must_see(world, call, userid)
    return {"openid": openid(world, staff.userid)}


def convert_to_userid(world: World, call: Call) -> Json:
    wanted = text(call.body, "openid", missing=40063)
    for staff in visible_staff(world, call.app):
        if openid(world, staff.userid) == wanted:
            return {"userid": staff.userid}
    raise RefusalError(40073)


def openid(world: World, person: str) -> str:
    return "o" + world.seeded.letters(27, "openid", person)


def _spent(world: World, call: Call) -> Code:
    name = call.args.get("code", "")
    if not name:
        raise RefusalError(41008)
    return world.logins.spend_code(name, call.app.agentid, world.now())


def _external(world: World, call: Call, code: Code) -> Json:
    """The external_userid too, of a customer whom the app may see."""
    follows = follows_of_customer(world, code.person)
    seen = any(sees(world, call.app, follow.userid) for follow in follows)
    return {"external_userid": code.person} if seen else {}


PATHS: dict[str, Endpoint] = {
    "auth/getuserinfo": Endpoint("GET", getuserinfo),
    "auth/getuserdetail": Endpoint("POST", getuserdetail),
    "user/getuserinfo": Endpoint("GET", old_getuserinfo),
    "user/convert_to_openid": Endpoint("POST", convert_to_openid),
    "user/convert_to_userid": Endpoint("POST", convert_to_userid),
}
