"""Media: temporary (临时素材), as an attachment (附件资源) and permanent pictures; all corp-wide."""

from mimetypes import guess_extension

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from bots.simulator.api.call import Call, Upload
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Media
from bots.simulator.shelf import Picture
from bots.simulator.world import World

LIFE = 3 * 86400.0
MEGABYTE = 1 << 20
LARGEST = {"image": 10, "voice": 2, "video": 10, "file": 20}  # megabytes
LARGEST_PICTURE = 2 * MEGABYTE
LARGEST_ATTACHMENT = 10 * MEGABYTE
SMALLEST = 6  # must be more than five bytes
MOMENTS, ALBUMS = 1, 2
# TABLE: what an attachment of each kind of use may be
ATTACHMENTS = {MOMENTS: ("image", "video"), ALBUMS: ("image",)}


def upload(world: World, call: Call) -> Json:
    kind = call.args.get("type", "")
    if kind not in LARGEST:
        raise RefusalError(40004)
    file = received(call, LARGEST[kind] * MEGABYTE)
    check_format(kind, file.content)
    media = keep(world, kind, file)
    # created_at is a string on WeCom's page and in life
    return {"type": kind, "media_id": media.media_id, "created_at": str(int(world.now()))}


def upload_attachment(world: World, call: Call) -> Json:
    """For moments or product albums; of no use elsewhere, nor is other media of use there."""
    kind, number = call.args.get("media_type", ""), call.args.get("attachment_type", "")
    if kind not in ("image", "video", "file"):
        raise RefusalError(40004)
    if number not in ("1", "2"):
        raise RefusalError(40058, "attachment_type is 1 or 2")
    if kind not in ATTACHMENTS[int(number)]:
        raise RefusalError(41072, f"attachment_type {number} does not take {kind}")
    file = received(call, LARGEST_ATTACHMENT)
    check_format(kind, file.content)
    media = keep(world, kind, file, attachment_type=int(number))
    return {"type": kind, "media_id": media.media_id, "created_at": int(world.now())}


def uploadimg(world: World, call: Call) -> Json:
    """A picture with a URL that never expires."""
    file = received(call, LARGEST_PICTURE)
    check_format("image", file.content)
    return {"url": hang(world, file).url}


def get(world: World, call: Call) -> Response:
    """The whole medium or, with a Range header, a part of it (206)."""
    media = world.media.get(call.args.get("media_id", ""))
    if media is None or is_old(world, media):
        raise RefusalError(40007)
    answer = Response(media.content, mimetype=media.mimetype)
    # named by its id as WeCom does: a header cannot carry a Chinese file name
    name = media.media_id + (guess_extension(media.mimetype) or "")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    size = len(media.content)
    try:
        answer.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    return answer


def received(call: Call, most: int) -> Upload:
    file = call.upload
    if file is None or len(file.content) < SMALLEST:
        raise RefusalError(44001)
    if len(file.content) > most:
        raise RefusalError(45001)
    return file


def check_format(kind: str, content: bytes) -> None:
    """JPG or PNG, AMR, MP4, by their first bytes; how long a voice lasts is not looked at."""
    if kind == "image" and not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise RefusalError(40123)
    if kind == "voice" and not content.startswith(b"#!AMR"):
        raise RefusalError(301016)
    if kind == "video" and content[4:8] != b"ftyp":
        raise RefusalError(40004, "video is MP4")


def keep(
    world: World, kind: str, file: Upload, *, attachment_type: int = 0, robot: str = ""
) -> Media:
    """A new medium under a new media_id."""
    about = (kind, file.filename, file.content[:64])
    media_id = world.seeded.new_id("", 60, "media", *about)
    about_file = (file.filename, file.mimetype, file.content)
    media = Media(media_id, kind, *about_file, world.now(), attachment_type, robot)
    world.media[media_id] = media
    return media


def hang(world: World, file: Upload) -> Picture:
    """A new permanent picture, served by us."""
    key = world.seeded.new_id("", 40, "picture", file.filename, file.content[:64])
    picture = Picture(key, f"{world.base_url}/pic/{key}", file.mimetype, file.content)
    world.shelf.pictures[key] = picture
    return picture


def is_old(world: World, media: Media) -> bool:
    return world.now() - media.created_at > LIFE


def check_media(world: World, media_id: str, *, kind: str = "", robot: str = "") -> Media:
    """Temporary media not older than three days (and of this kind, if one is named), else 40007.

    What a robot uploaded is for that robot only, and a robot uses nothing else.
    """
    media = world.media.get(media_id)
    if media is None or is_old(world, media) or media.attachment_type or media.robot != robot:
        raise RefusalError(40007)
    if kind and media.type != kind:
        raise RefusalError(40007, f"this media_id is of type {media.type}")
    return media


def check_attachment(world: World, media_id: str, attachment_type: int) -> Media:
    """Media from upload_attachment for this use: 41072 for the other use, 40007 for other media."""
    media = world.media.get(media_id)
    if media is None or is_old(world, media) or not media.attachment_type:
        raise RefusalError(40007)
    if media.attachment_type != attachment_type:
        raise RefusalError(41072)
    return media


PATHS: dict[str, Endpoint] = {
    "media/upload": Endpoint("POST", upload),
    "media/upload_attachment": Endpoint("POST", upload_attachment),
    "media/uploadimg": Endpoint("POST", uploadimg),
    "media/get": Endpoint("GET", get),
}
