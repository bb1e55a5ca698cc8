"""What a welcome or a group message may carry: a text and up to nine attachments."""

from bots.simulator.api.call import child, children, octets, text
from bots.simulator.api.media import check_media
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World

MOST_ATTACHMENTS = 9
KINDS = ("image", "link", "miniprogram", "video", "file")


def read(world: World, body: Json) -> tuple[Json, list[Json]]:
    """The text object (empty when there is none) and the attachments, checked."""
    words = octets(child(body, "text"), "content", 4000)
    attachments = children(body, "attachments")
    if not words and not attachments:
        raise RefusalError(40063, "text and attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise RefusalError(41064)
    for attachment in attachments:
        _check(world, attachment)
    named = [_named(world, attachment) for attachment in attachments]
    return {"content": words} if words else {}, named


def _check(world: World, attachment: Json) -> None:
    kind = attachment.get("msgtype")
    if kind not in KINDS or not isinstance(attachment.get(kind), dict):
        raise RefusalError(41065)
    fields = attachment[kind]
    if kind == "link":
        _check_link(fields)
    elif kind == "miniprogram":
        _check_miniprogram(world, fields)
    elif kind == "image" and text(fields, "pic_url"):
        if not world.shelf.is_picture(fields["pic_url"]):
            raise RefusalError(40058, "pic_url is not from media/uploadimg")
    else:
        check_media(world, text(fields, "media_id", missing=40063))


def _named(world: World, attachment: Json) -> Json:
    """A file with its name: a phone shows what it was called when it was uploaded."""
    if attachment["msgtype"] != "file":
        return attachment
    fields = attachment["file"]
    return {
        "msgtype": "file",
        "file": {**fields, "filename": world.media[fields["media_id"]].filename},
    }


def _check_link(fields: Json) -> None:
    text(fields, "title", missing=40063)
    text(fields, "url", missing=40063)
    for name, most in (("title", 128), ("url", 2048), ("picurl", 2048), ("desc", 512)):
        octets(fields, name, most)


def _check_miniprogram(world: World, fields: Json) -> None:
    for name in ("title", "appid", "page", "pic_media_id"):
        text(fields, name, missing=40063)
    octets(fields, "title", 64)
    check_media(world, fields["pic_media_id"])
