"""Giving a message its file: an sdkfileid on the shelf, and the fields that describe it."""

import base64
import binascii

from bots.simulator.archive.kinds import KINDS
from bots.simulator.archive.shelf import Stored
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.world import World

LARGEST = 200 << 20
BLOCK = 4096
USUAL = {
    "image": 70_961,
    "voice": 6_810,
    "video": 1_516_972,
    "emotion": 96_260,
    "file": 18_181,
    "voip_doc_share": 440_465,
    "meeting_voice_call": 900_000,
}


def file_fields(world: World, msgtype: str, args: Json) -> Json:
    """Nothing for messages without a file; `content` (base64) or `size` may be given."""
    measure = KINDS[msgtype].file
    if not measure:
        return {}
    sdkfileid = world.seeded.new_id("", 160, "sdkfileid", msgtype)
    pattern = _given(args) or world.seeded.octets(BLOCK, sdkfileid)
    size = len(pattern) if args.get("content") else _size(args, USUAL[msgtype])
    stored = Stored(pattern, size, world.now())
    world.archive.shelf[sdkfileid] = stored
    if measure == "-":
        return {"sdkfileid": sdkfileid}
    return {"md5sum": stored.md5sum, measure: size, "sdkfileid": sdkfileid}


def _given(args: Json) -> bytes:
    try:
        return base64.b64decode(str(args.get("content") or ""), validate=True)
    except binascii.Error:
        raise MistakeError("content is base64") from None


def _size(args: Json, usual: int) -> int:
    size = args.get("size", usual)
    if type(size) is not int or not 1 <= size <= LARGEST:
        raise MistakeError(f"size is 1 to {LARGEST} bytes")
    return size
