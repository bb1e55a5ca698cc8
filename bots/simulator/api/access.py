"""Tokens and tickets: who may call, for two hours of virtual time."""

from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import OPEN, Endpoint
from bots.simulator.apps import App
from bots.simulator.errors import RefusalError
from bots.simulator.frequency import IP, WRONG_SECRET
from bots.simulator.models import Json, Token
from bots.simulator.rights import check
from bots.simulator.tickets import AGENT, CORP, ticket
from bots.simulator.world import World

LIFE = 7200
KEPT_UNTIL = 600  # a repeated gettoken answers the same token while it has this long to live


def gettoken(world: World, call: Call) -> Json:
    """The app's living token, unless `reissue` has each login begin a new one."""
    if call.args.get("corpid") != world.corp.corpid:
        raise RefusalError(40013)
    app = _app_of(world, call)
    now = world.now()
    for token in world.tokens.values():
        left = int(token.issued_at + LIFE - now)
        if token.agentid == app.agentid and left >= KEPT_UNTIL and not world.reissue:
            return {"access_token": token.access_token, "expires_in": left}
    access_token = world.seeded.new_id("", 180, "access_token", app.secret)
    world.tokens[access_token] = Token(access_token, app.agentid, now)
    return {"access_token": access_token, "expires_in": LIFE}


def _app_of(world: World, call: Call) -> App:
    """Whose secret it is. An address that has tried too many wrong ones is kept out for a while."""
    now, who = world.now(), {IP: call.ip}
    if world.frequency.exceeded(WRONG_SECRET, who, now):
        raise RefusalError(45009, "too many wrong secrets from this address")
    for app in world.corp.apps:
        if app.secret == call.args.get("corpsecret") and app.is_enabled:
            return app
    world.frequency.count(WRONG_SECRET, who, now)
    raise RefusalError(40001)


def admit(world: World, call: Call, right: str) -> App:
    """The app that calls; refused if its token is missing, unknown or expired, or its right is."""
    access_token = call.args.get("access_token", "")
    if not access_token:
        raise RefusalError(41001)
    token = world.tokens.get(access_token)
    if token is None:
        raise RefusalError(40014)
    if world.now() - token.issued_at >= LIFE:
        raise RefusalError(42001)
    app = world.corp.app(token.agentid)
    check(app, right, call.ip)
    return app


def get_jsapi_ticket(world: World, _call: Call) -> Json:
    """The corp's ticket, the same for all its apps."""
    return ticket(world, CORP)


def ticket_get(world: World, call: Call) -> Json:
    """The app's own ticket, for wx.agentConfig."""
    if call.args.get("type") != "agent_config":
        raise RefusalError(40058, "type must be agent_config")
    return ticket(world, AGENT, call.app.agentid)


def getcallbackip(_world: World, _call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


PATHS: dict[str, Endpoint] = {
    "gettoken": Endpoint("GET", gettoken, OPEN),
    "getcallbackip": Endpoint("GET", getcallbackip),
    "get_jsapi_ticket": Endpoint("GET", get_jsapi_ticket),
    "ticket/get": Endpoint("GET", ticket_get),
}
