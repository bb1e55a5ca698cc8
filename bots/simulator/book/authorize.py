"""The page that stands between an app and its visitor: it asks nobody and gives a code.

The real one knows who looks at it; here the visitor is named by `as`, in the address or a cookie.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, request

from bots.simulator.book.logins import BASE, PRIVATE, Code
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_customer, present_staff
from bots.simulator.world import World


def authorize_door(world: World) -> Blueprint:
    door = Blueprint("authorize", __name__)

    @door.get("/connect/oauth2/authorize")
    def authorize() -> Response:
        """In WeCom's client."""
        scope = request.args.get("scope", BASE)
        if scope not in (BASE, PRIVATE) or request.args.get("response_type") != "code":
            return _refuse("scope is snsapi_base or snsapi_privateinfo, response_type code")
        return _sent_back(world, scope)

    @door.get("/wwlogin/sso/login")
    def web_login() -> Response:
        """In a browser, by a QR code that the visitor's WeCom has scanned."""
        return _sent_back(world, BASE)

    return door


def _sent_back(world: World, scope: str) -> Response:
    back = urlsplit(request.args.get("redirect_uri", ""))
    if request.args.get("appid") != world.corp.corpid:
        return _refuse("appid is not this corp's id")
    if back.scheme not in ("http", "https") or not back.netloc:
        return _refuse("redirect_uri is not a web address")
    with world.lock:
        try:
            code = _code(world, scope)
        except MistakeError as mistake:
            return _refuse(mistake.why)
    told = {"code": code, "state": request.args.get("state", "")}
    query = urlencode([*parse_qsl(back.query, keep_blank_values=True), *told.items()])
    there = urlunsplit((back.scheme, back.netloc, back.path, query, back.fragment))
    return Response(status=302, headers={"Location": there})


def _code(world: World, scope: str) -> str:
    visitor = request.args.get("as") or request.cookies.get("as", "")
    staff = present_staff(world, visitor)
    person = staff.userid if staff else known_customer(world, visitor).external_userid
    agentid = request.args.get("agentid")
    asked_for = world.corp.app(agentid).agentid if agentid else None
    return world.logins.give_code(Code(person, scope, asked_for, world.now()))


def _refuse(why: str) -> Response:
    return Response(f"{why}\n", 400, mimetype="text/plain")
