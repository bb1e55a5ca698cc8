"""Orders of the client: open a page beside a chat, what that page calls, what the member decides."""

from collections.abc import Callable
from urllib.parse import urlsplit

from bots.simulator.apps import App
from bots.simulator.errors import MistakeError
from bots.simulator.groups.lookup import known_chat
from bots.simulator.lookup import known_customer, known_staff, living_follow
from bots.simulator.models import Json
from bots.simulator.shells import models
from bots.simulator.shells.bridge import call
from bots.simulator.shells.delivery import deliver
from bots.simulator.shells.models import Place, View
from bots.simulator.shells.translation import origin_of
from bots.simulator.shells.version import parts
from bots.simulator.shells.webview import webview_for
from bots.simulator.world import World

ENTRIES = (models.SINGLE, models.GROUP, models.ATTACHMENT, models.PROFILE, models.NORMAL)


def open_page(world: World, args: Json) -> Json:
    """A member opens an app's page, in the tool bar of a chat or elsewhere."""
    userid = known_staff(world, args.get("userid")).userid
    app = world.corp.app(args.get("agentid", world.corp.agentid))
    page = _page(app, args)
    version = str(args.get("version") or models.VERSION)
    if not parts(version):
        raise MistakeError("version is numbers with points between")
    place = _place(world, userid, args)
    entry = str(args.get("entry") or _usual_entry(place))
    _fit(entry, place)
    view = View(world.seeded.new_id("", 24, "view", userid), userid, app, entry, version, place)
    world.shells.views[view.name] = view
    webview = webview_for(world, view, origin_of(page))
    address = webview.address + page.removeprefix(origin_of(page))
    return {"view": view.name, "entry": entry, "page": page, "address": address}


def invoke(world: World, args: Json) -> Json:
    """What WeixinJSBridge.invoke brings; `url` is the address of the page that calls."""
    view, params = _view(world, args), args.get("params") or {}
    if not isinstance(params, dict):
        raise MistakeError("params is an object")
    page = str(args.get("url", "")).split("#")[0]
    told = call(world, view, str(args.get("name", "")), params, page)
    _remember(world, view, told.get("result", {}), page)
    return told


def send(world: World, args: Json) -> Json:
    """The member sends what a page has asked him to."""
    view = _view(world, args)
    if view.draft is None:
        raise MistakeError("there is nothing to send", 409)
    deliver(world, view, view.draft)
    return _decided(world, view, "ok")


def cancel(world: World, args: Json) -> Json:
    return _decided(world, _view(world, args), "cancel")


def _decided(world: World, view: View, how: str) -> Json:
    view.draft = None
    result = {"err_msg": f"sendChatMessage:{how}"}
    _remember(world, view, result, "")
    return {"result": result}


def _remember(world: World, view: View, result: Json, page: str) -> None:
    """For /sim/truth: every answer to a page; a question to the member is none yet."""
    if result:
        who = {"at": world.now(), "userid": view.userid, "agentid": view.app.agentid}
        world.shells.calls.append({**who, "page": page, **result})


def _view(world: World, args: Json) -> View:
    view = world.shells.views.get(str(args.get("view")))
    if view is None:
        raise MistakeError("there is no such view", 404)
    return view


def _page(app: App, args: Json) -> str:
    """The app's page, or another address of the same site."""
    page = str(args.get("address") or app.sidebar_url)
    if not app.sidebar_url:
        raise MistakeError(f"the app {app.agentid} has no sidebar_url; POST /sim/apps sets it", 409)
    if origin_of(page) != origin_of(app.sidebar_url):
        raise MistakeError(f"{page} is not on the site of {app.sidebar_url}")
    parted = urlsplit(page)
    return page if parted.path else page + "/"


def _place(world: World, userid: str, args: Json) -> Place:
    if args.get("chat_id"):
        chat = known_chat(world, args)
        if userid not in chat.members:
            raise MistakeError(f"{userid} is not in this group", 409)
        return Place(chat_id=chat.chat_id)
    if args.get("customer"):
        customer = known_customer(world, args["customer"])
        return Place(living_follow(world, userid, customer.external_userid).external_userid)
    return Place()


def _usual_entry(place: Place) -> str:
    if place.chat_id:
        return models.GROUP
    return models.SINGLE if place.customer else models.NORMAL


def _fit(entry: str, place: Place) -> None:
    if entry not in ENTRIES:
        raise MistakeError(f"entry is one of {', '.join(ENTRIES)}")
    wanted = {models.GROUP: place.chat_id, models.NORMAL: True}
    if not wanted.get(entry, place.customer or (entry == models.ATTACHMENT and place.chat_id)):
        raise MistakeError(f"{entry} wants a chat of its kind")


ORDERS: dict[str, Callable[[World, Json], Json]] = {
    "shell/open": open_page,
    "shell/invoke": invoke,
    "shell/send": send,
    "shell/cancel": cancel,
}
