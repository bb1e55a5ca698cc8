"""Temporary media (临时素材): good for three days, for every app of the corp."""

from mimetypes import guess_extension

from flask import Response

from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json, Media
from bots.simulator.world import World

LIFE = 3 * 86400.0
MEGABYTE = 1 << 20
LARGEST = {"image": 2, "voice": 2, "video": 10, "file": 20}  # megabytes
SMALLEST = 6  # must be more than five bytes


def upload(world: World, call: Call) -> Json:
    kind = call.args.get("type", "")
    if kind not in LARGEST:
        raise RefusalError(40004)
    file = call.upload
    if file is None or len(file.content) < SMALLEST:
        raise RefusalError(44001)
    if len(file.content) > LARGEST[kind] * MEGABYTE:
        raise RefusalError(45001)
    media_id = world.seeded.new_id("", 60, "media", kind, file.filename, file.content[:64])
    world.media[media_id] = Media(
        media_id, kind, file.filename, file.mimetype, file.content, world.now()
    )
    # created_at is a string on WeCom's page and in life
    return {"type": kind, "media_id": media_id, "created_at": str(int(world.now()))}


def get(world: World, call: Call) -> Response:
    media = check_media(world, call.args.get("media_id", ""))
    answer = Response(media.content, mimetype=media.mimetype)
    # named by its id as WeCom does: a header cannot carry a Chinese file name
    name = media.media_id + (guess_extension(media.mimetype) or "")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def check_media(world: World, media_id: str) -> Media:
    """The media if it exists and is not older than three days, else 40007."""
    media = world.media.get(media_id)
    if media is None or world.now() - media.created_at > LIFE:
        raise RefusalError(40007)
    return media


PATHS: dict[str, Endpoint] = {
    "media/upload": Endpoint("POST", upload),
    "media/get": Endpoint("GET", get),
}
