"""config and agentConfig: whose page this is, and whether its signature is right."""

from collections.abc import Iterator
from hashlib import sha1
from urllib.parse import urlsplit

from bots.simulator.apps import App
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.rights import sees
from bots.simulator.shells.models import View
from bots.simulator.shells.version import is_older
from bots.simulator.tickets import AGENT, CORP, good_tickets
from bots.simulator.world import World

ALONE_SINCE = "3.0.24"  # older clients want config before agentConfig


class NoWayError(Exception):
    """Why the client does not do what a page asks: the words after `fail`, and an errcode."""

    def __init__(self, words: str, errcode: int = -1) -> None:
        super().__init__(words)
        self.words, self.errcode = words, errcode


def config(world: World, view: View, params: Json, page: str) -> Json:
    """wx.config: the page of the corp."""
    _belongs(world, params.get("verifyAppId"), 40013)
    _be_trusted(view.app, page)
    names = ("verifyTimestamp", "verifyNonceStr", "verifySignature")
    _check(world, [str(params.get(name, "")) for name in names], page, (CORP,))
    view.grant(page, None, _listed(params, "verifyJsApiList"))
    return {}


def agent_config(world: World, view: View, params: Json, page: str) -> Json:
    """wx.agentConfig: the page of an app, which the member must be allowed to see."""
    _belongs(world, params.get("corpid"), 92002)
    app = _app(world, params.get("agentid"))
    if is_older(view.version, ALONE_SINCE) and not view.granted.get(page):
        raise NoWayError("config is needed first in this version")
    if not app.is_enabled:
        raise NoWayError("app is disabled", 50003)
    if not sees(world, app, view.userid):
        raise NoWayError("no permission", 60011)
    _be_trusted(app, page)
    names = ("timestamp", "nonceStr", "signature")
    _check(world, [str(params.get(name, "")) for name in names], page, (AGENT, app.agentid))
    view.grant(page, app.agentid, _listed(params, "jsApiList"))
    return {}


def signature(ticket: str, nonce: str, timestamp: str, page: str) -> str:
    words = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return sha1(words.encode(), usedforsecurity=False).hexdigest()


def _check(world: World, said: list[str], page: str, kind: tuple[object, ...]) -> None:
    """42012 for a ticket of somebody else's, 40093 for anything else that does not fit."""
    timestamp, nonce, given = said

    def fits(*of: object) -> bool:
        tickets = good_tickets(world, *of)
        return any(signature(one, nonce, timestamp, page) == given for one in tickets)

    if not timestamp.isdecimal() or not nonce:
        raise NoWayError("invalid signature", 40093)
    if fits(*kind):
        return
    if any(fits(*other) for other in _kinds(world) if other != kind):
        raise NoWayError("invalid signature: the ticket of another identity", 42012)
    raise NoWayError("invalid signature", 40093)


def _kinds(world: World) -> Iterator[tuple[object, ...]]:
    yield (CORP,)
    for app in world.corp.apps:
        yield (AGENT, app.agentid)


def _belongs(world: World, corpid: object, errcode: int) -> None:
    if corpid != world.corp.corpid:
        raise NoWayError("this member is of another corp", errcode)


def _app(world: World, agentid: object) -> App:
    try:
        return world.corp.app(agentid)
    except MistakeError:
        raise NoWayError("invalid agentid", 40056) from None


def _be_trusted(app: App, page: str) -> None:
    if app.trusted_domains and urlsplit(page).netloc not in app.trusted_domains:
        raise NoWayError("invalid url domain", 80001)


def _listed(params: Json, name: str) -> list[str]:
    listed = params.get(name)
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise NoWayError("jsApiList must be a list of names")
    return listed
