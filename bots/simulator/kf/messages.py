"""What the app may send through 微信客服: each msgtype with its fields and limits."""

from collections.abc import Callable

from bots.simulator.api.call import child, children, integer, octets, text
from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_ENTRIES = 10


def read(world: World, body: Json, allowed: tuple[str, ...] = ()) -> tuple[str, Json]:
    """The msgtype and its checked content; `allowed` narrows the types."""
    msgtype = text(body, "msgtype", missing=40008)
    if msgtype not in CHECKS or (allowed and msgtype not in allowed):
        raise RefusalError(40008, msgtype)
    content = child(body, msgtype)
    CHECKS[msgtype](world, content)
    return msgtype, content


def _check_text(_world: World, content: Json) -> None:
    if not octets(content, "content", 2048):
        raise RefusalError(44004)


def _check_media(world: World, content: Json) -> None:
    check_media(world, text(content, "media_id", missing=40063))


def _check_link(world: World, content: Json) -> None:
    _required(content, ("title", 128), ("url", 2048))
    octets(content, "desc", 512)
    check_media(world, text(content, "thumb_media_id", missing=40063))


def _check_miniprogram(world: World, content: Json) -> None:
    _required(content, ("appid", 128), ("pagepath", 1024))
    octets(content, "title", 64)
    check_media(world, text(content, "thumb_media_id", missing=40063))


def _check_msgmenu(_world: World, content: Json) -> None:
    octets(content, "head_content", 1024)
    octets(content, "tail_content", 1024)
    entries = children(content, "list")
    if len(entries) > MOST_ENTRIES:
        raise RefusalError(95008)
    for entry in entries:
        limits = MENU.get(str(entry.get("type")))
        if limits is None:
            raise RefusalError(95009)
        fields = child(entry, entry["type"])
        _required(fields, *limits)
        if entry["type"] == "text":
            integer(fields, "no_newline", 0, most=1)
        octets(fields, "id", 128)


# TABLE: kind of menu entry → what it must have, and how many bytes of it
MENU: dict[str, tuple[tuple[str, int], ...]] = {
    "click": (("content", 128),),
    "view": (("url", 2048), ("content", 1024)),
    "miniprogram": (("appid", 32), ("pagepath", 1024), ("content", 1024)),
    "text": (("content", 256),),
}


def _check_location(_world: World, content: Json) -> None:
    octets(content, "name", 256)
    octets(content, "address", 512)
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > most:
            raise RefusalError(40058, f"{name} must be a number from -{most} to {most}")


def _check_business_card(world: World, content: Json) -> None:
    if present_staff(world, text(content, "userid", missing=40063)) is None:
        raise RefusalError(60111)


def _check_ca_link(_world: World, content: Json) -> None:
    _required(content, ("link_url", 2048))


def _required(content: Json, *limits: tuple[str, int]) -> None:
    for name, most in limits:
        text(content, name, missing=40063)
        octets(content, name, most)


# TABLE: msgtype → the check of its content
CHECKS: dict[str, Callable[[World, Json], None]] = {
    "text": _check_text,
    "image": _check_media,
    "voice": _check_media,
    "video": _check_media,
    "file": _check_media,
    "link": _check_link,
    "miniprogram": _check_miniprogram,
    "msgmenu": _check_msgmenu,
    "location": _check_location,
    "business_card": _check_business_card,
    "ca_link": _check_ca_link,
}
