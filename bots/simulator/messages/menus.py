"""An app's menu: made, asked for and deleted by the API."""

from bots.simulator.api.call import Call, children, octets, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.messages.receivers import own_agentid
from bots.simulator.models import Json
from bots.simulator.world import World

PAGES = ("view",)  # buttons that lead to a page
PROGRAMS = ("view_miniprogram",)
KEYED = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)


def create(world: World, call: Call) -> Json:
    """One to three buttons; each is pressed itself or opens one to five others."""
    agentid = own_agentid(call, call.args.get("agentid"))
    buttons = children(call.body, "button")
    if not 1 <= len(buttons) <= 3:
        raise RefusalError(40016)
    for button in buttons:
        _name(button, 16)
        below = children(button, "sub_button")
        if not below:
            _check(button)
        if len(below) > 5:
            raise RefusalError(40023)
        for sub in below:
            _name(sub, 40)
            if sub.get("sub_button"):
                raise RefusalError(40022)
            _check(sub)
    world.messages.menus[agentid] = {"button": buttons}
    return {}


def get(world: World, call: Call) -> Json:
    menu = world.messages.menus.get(own_agentid(call, call.args.get("agentid")))
    if menu is None:
        raise RefusalError(46003)
    return menu


def delete(world: World, call: Call) -> Json:
    world.messages.menus.pop(own_agentid(call, call.args.get("agentid")), None)
    return {}


def _name(button: Json, most: int) -> None:
    text(button, "name", missing=41102)
    octets(button, "name", most, errcode=40025)


def _check(button: Json) -> None:
    kind = text(button, "type")
    if kind in KEYED:
        text(button, "key", missing=40026)
        octets(button, "key", 128, errcode=40026)
    elif kind in PAGES:
        text(button, "url", missing=41010)
        octets(button, "url", 1024, errcode=40027)
    elif kind in PROGRAMS:
        for name in ("pagepath", "appid"):
            text(button, name, missing=40063)
    else:
        raise RefusalError(40024, kind)


PATHS: dict[str, Endpoint] = {
    "menu/create": Endpoint("POST", create),
    "menu/get": Endpoint("GET", get),
    "menu/delete": Endpoint("GET", delete),
}
