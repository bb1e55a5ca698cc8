"""sendChatMessage: what a page may ask a member to send, and how it looks on the phones."""

from collections.abc import Callable

from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.shells.signing import NoWayError
from bots.simulator.world import World


def draft(world: World, params: Json) -> Json:
    """The message of a page, checked; it stands nowhere until the member sends it."""
    msgtype = params.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in KINDS:
        raise NoWayError(f"the simulator sends {', '.join(KINDS)}, not {msgtype}")
    given = params.get(msgtype)
    if not isinstance(given, dict):
        raise NoWayError(f"{msgtype} is missing")
    return KINDS[msgtype](world, given)


def _text(_world: World, given: Json) -> Json:
    return {"msgtype": "text", "text": _needed(given, "content")}


def _file(kind: str) -> Callable[[World, Json], Json]:
    def file(world: World, given: Json) -> Json:
        media_id = _needed(given, "mediaid")
        try:
            media = check_media(world, media_id)
        except RefusalError as refusal:
            raise NoWayError("invalid mediaid", refusal.errcode) from None
        if media.type != kind:
            raise NoWayError(f"invalid mediaid: it is of type {media.type}", 40004)
        return {"msgtype": kind, "media_id": media_id, "title": media.filename}

    return file


def _news(_world: World, given: Json) -> Json:
    link = _needed(given, "link")
    if not link.startswith(("http://", "https://")):
        raise NoWayError("invalid link")
    shown = {"title": given.get("title") or link, "desc": given.get("desc") or ""}
    return {"msgtype": "link", "url": link, "picurl": given.get("imgUrl") or "", **shown}


def _miniprogram(_world: World, given: Json) -> Json:
    page = _needed(given, "page")
    if not page.split("?")[0].endswith(".html"):
        raise NoWayError("invalid page: it ends in .html")
    picture = given.get("imgUrl")
    if not isinstance(picture, str) or not picture.startswith(("http://", "https://")):
        raise NoWayError("invalid imgUrl")
    named = {"title": _needed(given, "title"), "appid": _needed(given, "appid")}
    return {"msgtype": "miniprogram", **named, "page": page, "pic_url": picture}


def _needed(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise NoWayError(f"{name} is missing")
    return value


# TABLE: msgtype of sendChatMessage → the message as the phones show it
KINDS: dict[str, Callable[[World, Json], Json]] = {
    "text": _text,
    "image": _file("image"),
    "video": _file("video"),
    "file": _file("file"),
    "news": _news,
    "miniprogram": _miniprogram,
}
