"""Tokens and tickets: who may call, for two hours of virtual time."""

from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import OPEN, Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Token
from bots.simulator.world import World

LIFE = 7200
KEPT_UNTIL = 600  # a repeated gettoken answers the same token while it has this long to live


def gettoken(world: World, call: Call) -> Json:
    secret = call.args.get("corpsecret", "")
    corp = world.corp
    if call.args.get("corpid") != corp.corpid:
        raise RefusalError(40013)
    if secret not in (corp.secret, corp.archive_secret):
        raise RefusalError(40001)
    now = world.now()
    for token in world.tokens.values():
        left = int(token.issued_at + LIFE - now)
        if token.secret == secret and left >= KEPT_UNTIL:
            return {"access_token": token.access_token, "expires_in": left}
    token = Token(world.seeded.new_id("", 180, "access_token", secret), secret, now)
    world.tokens[token.access_token] = token
    return {"access_token": token.access_token, "expires_in": LIFE}


def admit(world: World, call: Call, *, archive: bool) -> None:
    """Refuse a call whose token is missing, unknown, expired or of the wrong secret."""
    access_token = call.args.get("access_token", "")
    if not access_token:
        raise RefusalError(41001)
    token = world.tokens.get(access_token)
    if token is None:
        raise RefusalError(40014)
    if world.now() - token.issued_at >= LIFE:
        raise RefusalError(42001)
    if (token.secret == world.corp.archive_secret) != archive:
        raise RefusalError(48002)


def get_jsapi_ticket(world: World, _call: Call) -> Json:
    return _ticket(world, "jsapi")


def ticket_get(world: World, call: Call) -> Json:
    """The app's own ticket, for wx.agentConfig."""
    if call.args.get("type") != "agent_config":
        raise RefusalError(40058, "type must be agent_config")
    return _ticket(world, "agent_config")


def _ticket(world: World, kind: str) -> Json:
    """One ticket per kind and two-hour span."""
    span, spent = divmod(int(world.now()), LIFE)
    ticket = world.seeded.letters(86, "ticket", kind, span)
    return {"ticket": ticket, "expires_in": LIFE - spent}


def getcallbackip(_world: World, _call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


PATHS: dict[str, Endpoint] = {
    "gettoken": Endpoint("GET", gettoken, OPEN),
    "getcallbackip": Endpoint("GET", getcallbackip),
    "get_jsapi_ticket": Endpoint("GET", get_jsapi_ticket),
    "ticket/get": Endpoint("GET", ticket_get),
}
