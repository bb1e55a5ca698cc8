"""The door of the API: faults, token, JSON, the function behind the path, and WeCom's answer form."""

import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from flask import Blueprint, Response, jsonify, request

from bots.simulator.api.access import admit
from bots.simulator.api.call import Call, Upload
from bots.simulator.api.endpoint import OPEN, Endpoint
from bots.simulator.api.spoilt import cut_off, spoil
from bots.simulator.api.table import API
from bots.simulator.archive import library
from bots.simulator.body import read_object
from bots.simulator.errors import RefusalError
from bots.simulator.faults.board import Trouble
from bots.simulator.frequency import APP, DEBUG, IP, ROBOT
from bots.simulator.models import Json
from bots.simulator.rights import right_of
from bots.simulator.visits import MARK_TAG
from bots.simulator.world import World

UNSIMULATED = -990001
ASK = "https://open.work.weixin.qq.com/devtool/query?e="


def api_door(world: World) -> Blueprint:
    door = Blueprint("api", __name__)

    @door.route("/cgi-bin/<path:path>", methods=["GET", "POST"])
    def call_api(path: str) -> Response:
        return guarded(world, path, lambda: _answer(world, path))

    @door.post("/sim/archive/pull")
    def pull() -> Response:
        return guarded(world, "archive/pull", lambda: _told(library.pull(world, _json(), caller())))

    @door.post("/sim/archive/media")
    def media() -> Response:
        return guarded(
            world, "archive/media", lambda: _told(library.media(world, _json(), caller()))
        )

    return door


def guarded(world: World, path: str, answer: Callable[[], Response]) -> Response:
    """Run one call under the world's lock, with the faults that were ordered for its path."""
    with world.lock:
        trouble = world.faults.meet(path)
    if trouble.cut == "before":
        return cut_off()
    if spoilt := trouble.spoils("before"):
        time.sleep(trouble.slow)
        return spoil(spoilt)
    with world.lock:
        visit = world.visits.enter(path, _about(path), trouble.slow)
    time.sleep(visit.seconds)
    with world.changed:
        world.activity += 1
        try:
            world.visits.leave(visit)
            befall(world, trouble)
            answered = answer()
            errcode = 0
        except RefusalError as refusal:
            answered, errcode = refused(world, path, refusal), refusal.errcode
        world.api_calls[path][errcode] += 1
    if trouble.cut:
        return cut_off()
    spoilt = trouble.spoils("after")
    return spoil(spoilt, answered) if spoilt else answered


def befall(world: World, trouble: Trouble) -> None:
    """What happens to a call inside WeCom, before anybody has looked at it."""
    if trouble.revoke:
        world.tokens.clear()
    if trouble.errcode is not None:
        raise RefusalError(trouble.errcode, "ordered fault")


def refused(world: World, path: str, refusal: RefusalError) -> Response:
    """errmsg ends in a hint as WeCom's does; clients log it and never compare it."""
    code, now = refusal.errcode, int(world.now())
    mark = sha256(f"{path}{code}{now}".encode()).hexdigest()[:24]
    more = f"hint: [{now}_1_{mark}], from ip: {caller()}, more info at {ASK}{code}"
    empty: Json = {name: [] for name in API[path].empty} if path in API else {}
    errmsg = f"{refusal.errmsg}, {more}"
    return jsonify({"errcode": code, "errmsg": errmsg, **empty, **refusal.fields})


def _answer(world: World, path: str) -> Response:
    endpoint = API.get(path)
    if endpoint is None:
        raise RefusalError(UNSIMULATED, f"the simulator does not simulate {path}")
    call = _read(endpoint)
    if endpoint.right != OPEN:
        call = replace(call, app=admit(world, call, endpoint.right or right_of(path)))
    _count(world, path, call)
    if endpoint.method == "POST" and request.method != "POST":
        raise RefusalError(40063, "this path wants POST")
    answered = endpoint.answer(world, call)
    if isinstance(answered, Response):
        return answered
    return _told(answered)


def _told(answer: Json) -> Response:
    return jsonify({"errcode": 0, "errmsg": "ok", **answer})


def _about(path: str) -> tuple[str, str] | None:
    """The pair whose tags a call changes: two such calls disturb each other."""
    if path != MARK_TAG:
        return None
    body = read_object() or {}
    return str(body.get("userid")).lower(), str(body.get("external_userid"))


def _count(world: World, path: str, call: Call) -> None:
    """45009 when the corp, the app or the address has called too often."""
    who = {APP: str(call.app.agentid), IP: call.ip, ROBOT: call.args.get("key", "")}
    world.frequency.spend(path, who, world.now())
    if call.args.get("debug") == "1":
        world.frequency.spend(DEBUG, who, world.now())


def _read(endpoint: Endpoint) -> Call:
    call = Call(request.args, ip=caller())
    if request.mimetype == "multipart/form-data":
        media = request.files.get("media")
        if media is None:
            return call
        upload = Upload(media.filename or "media", media.mimetype, media.read())
        return replace(call, upload=upload)
    if endpoint.method != "GET" and request.method == "POST":
        return replace(call, body=_json())
    return call


def caller() -> str:
    """The address that the call comes from; every one of 127.0.0.0/8 counts as another."""
    return request.remote_addr or ""


def _json() -> Json:
    body = read_object()
    if body is None:
        raise RefusalError(40058, "the body must be a JSON object")
    return body
