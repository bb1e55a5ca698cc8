"""What Tencent's native library does for a client: GetChatData and GetMediaData, over HTTP."""

from base64 import b64encode

from bots.simulator import cast
from bots.simulator.errors import RefusalError
from bots.simulator.frequency import IP
from bots.simulator.models import Json
from bots.simulator.world import World


def pull(world: World, body: Json, ip: str) -> Json:
    """GetChatData: {corpid, secret, seq, limit} → {chatdata}."""
    _log_in(world, body, ip)
    world.archive.must_be_on()
    seq, limit = body.get("seq", 0), body.get("limit", 1000)
    if type(seq) is not int or type(limit) is not int:
        raise RefusalError(10000, "seq and limit are numbers")
    world.frequency.spend("archive/pull", {IP: ip}, world.now())
    return {"chatdata": world.archive.pull(seq, limit, world.now())}


def media(world: World, body: Json, ip: str) -> Json:
    """GetMediaData: {corpid, secret, sdkfileid, indexbuf} → {outindexbuf, is_finish, data}."""
    _log_in(world, body, ip)
    world.archive.must_be_on()
    sdkfileid, indexbuf = body.get("sdkfileid", ""), body.get("indexbuf", "")
    if not isinstance(sdkfileid, str) or not isinstance(indexbuf, str):
        raise RefusalError(10000, "sdkfileid and indexbuf are strings")
    piece, following = world.archive.shelf.piece(sdkfileid, indexbuf, world.now())
    told = {"outindexbuf": following, "is_finish": int(not following)}
    return {**told, "data": b64encode(piece).decode()}


def _log_in(world: World, body: Json, ip: str) -> None:
    """With the archive's own secret, from an address that its app trusts."""
    if body.get("corpid") != world.corp.corpid:
        raise RefusalError(40013)
    if body.get("secret") != world.corp.archive_secret:
        raise RefusalError(40001)
    trusted = world.corp.app(cast.ARCHIVE_AGENTID).trusted_ips
    if trusted and ip not in trusted:
        raise RefusalError(10009)
