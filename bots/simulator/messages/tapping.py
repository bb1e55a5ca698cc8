"""What members do with an app's menu: every kind of button calls the app in its own way."""

from collections.abc import Callable
from hashlib import md5

from bots.simulator.errors import MistakeError
from bots.simulator.messages.saying import number, speaker, tell
from bots.simulator.models import Json
from bots.simulator.world import World


def tap(world: World, args: Json) -> Json:
    """A member taps the button of this `name` or `key`."""
    _, agentid = speaker(world, args)
    button = _button(world, agentid, args)
    kind = button["type"]
    fields = {"EventKey": _event_key(button), **MORE.get(kind, _nothing)(args)}
    return {"type": kind, **tell(world, args, kind, fields)}


def _button(world: World, agentid: int, args: Json) -> Json:
    menu = world.messages.menus.get(agentid, {"button": []})
    leaves = [leaf for one in menu["button"] for leaf in one.get("sub_button") or [one]]
    for button in leaves:
        if args.get("name", button["name"]) == button["name"] and (
            args.get("key", button.get("key")) == button.get("key")
        ):
            return dict(button)
    raise MistakeError("the menu has no such button", 404)


def _event_key(button: Json) -> str:
    return str(button.get("url") or button.get("pagepath") or button.get("key"))


def _nothing(_args: Json) -> Json:
    return {}


def _scanned(args: Json) -> Json:
    kind, result = str(args.get("scan_type", "qrcode")), str(args.get("scan_result", "1"))
    return {"ScanCodeInfo": {"ScanType": kind, "ScanResult": result}}


def _pictures(args: Json) -> Json:
    """Their number and sums; the pictures themselves come as messages of their own."""
    count = int(number(args, "count", 1))
    if not 1 <= count <= 9:
        raise MistakeError("count is 1 to 9 pictures")
    sums = [md5(b"picture %d" % n, usedforsecurity=False).hexdigest() for n in range(count)]
    items = [{"PicMd5Sum": md5sum} for md5sum in sums]
    return {"SendPicsInfo": {"Count": count, "PicList": {"item": items}}}


def _place(args: Json) -> Json:
    place = {
        "Location_X": str(number(args, "latitude", 23)),
        "Location_Y": str(number(args, "longitude", 113)),
        "Scale": str(number(args, "scale", 15)),
        "Label": str(args.get("label", "广州市海珠区")),
        "Poiname": str(args.get("poiname", "")),
    }
    return {"SendLocationInfo": place, "AppType": "wxwork"}


# TABLE: button type → what its event says beyond its key
MORE: dict[str, Callable[[Json], Json]] = {
    "scancode_push": _scanned,
    "scancode_waitmsg": _scanned,
    "pic_sysphoto": _pictures,
    "pic_photo_or_album": _pictures,
    "pic_weixin": _pictures,
    "location_select": _place,
}
