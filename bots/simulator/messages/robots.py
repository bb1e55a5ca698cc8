"""Group robots (群机器人): added to a group by a member, spoken through by whoever has the key."""

from base64 import b64decode
from collections.abc import Callable
from hashlib import md5

from bots.simulator.api.call import Call, Upload, child, strings, text
from bots.simulator.api.endpoint import OPEN, Endpoint
from bots.simulator.api.media import MEGABYTE, check_format, check_media, hang, keep, received
from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.messages import cards
from bots.simulator.messages.content import news, words
from bots.simulator.messages.models import Robot
from bots.simulator.models import Json
from bots.simulator.world import World

PER_MINUTE = 20
LARGEST_IMAGE = 2 * MEGABYTE  # before it is written as base64
LARGEST = {"file": 20 * MEGABYTE, "voice": 2 * MEGABYTE}


def add(world: World, args: Json) -> Json:
    """A member adds a robot to a group: its webhook holds its key."""
    nth = len(world.messages.robots) + 1
    hexed = world.seeded.letters(32, "robot", nth, alphabet="0123456789abcdef")
    key = "-".join((hexed[:8], hexed[8:12], hexed[12:16], hexed[16:20], hexed[20:]))
    world.messages.robots[key] = Robot(key, str(args.get("name") or f"群机器人 {nth}"))
    return {"key": key, "webhook": f"{world.base_url}/cgi-bin/webhook/send?key={key}"}


def disable(world: World, args: Json) -> Json:
    """Switched off (93004), or on again with `enabled`."""
    robot = _robot_of(world, args)
    robot.is_enabled = bool(args.get("enabled", False))
    return {"key": robot.key, "enabled": robot.is_enabled}


def remove(world: World, args: Json) -> Json:
    """Taken out of the group: its key is nobody's any more."""
    del world.messages.robots[_robot_of(world, args).key]
    return {}


def sight(world: World) -> Json:
    rows = [
        {"key": r.key, "name": r.name, "enabled": r.is_enabled, "messages": r.messages}
        for r in world.messages.robots.values()
    ]
    return {"robots": rows}


def send(world: World, call: Call) -> Json:
    robot = _robot(world, call)
    msgtype = text(call.body, "msgtype", missing=40008)
    if msgtype not in READERS:
        raise RefusalError(40008, msgtype)
    shown = READERS[msgtype](world, robot, child(call.body, msgtype))
    _speak(world, robot)
    robot.messages.append({"at": world.now(), "msgtype": msgtype, **shown})
    return {}


def upload_media(world: World, call: Call) -> Json:
    """Of use to this robot alone, for three days."""
    robot, kind = _robot(world, call), call.args.get("type", "")
    if kind not in LARGEST:
        raise RefusalError(40004)
    file = received(call, LARGEST[kind])
    check_format(kind, file.content)
    media = keep(world, kind, file, robot=robot.key)
    return {"type": kind, "media_id": media.media_id, "created_at": str(int(world.now()))}


def _robot(world: World, call: Call) -> Robot:
    robot = world.messages.robots.get(call.args.get("key", ""))
    if robot is None:
        raise RefusalError(93000)
    if not robot.is_enabled:
        raise RefusalError(93004)
    return robot


def _robot_of(world: World, args: Json) -> Robot:
    robot = world.messages.robots.get(str(args.get("key", "")))
    if robot is None:
        raise MistakeError("no robot has this key", 404)
    return robot


def _speak(world: World, robot: Robot) -> None:
    """Twenty a minute; what is refused does not count."""
    now = world.now()
    while robot.spoke_at and now - robot.spoke_at[0] >= 60:
        robot.spoke_at.popleft()
    if len(robot.spoke_at) >= PER_MINUTE:
        raise RefusalError(45009, "20 messages a minute per robot")
    robot.spoke_at.append(now)


def _text(_world: World, _robot: Robot, fields: Json) -> Json:
    names = ("mentioned_list", "mentioned_mobile_list")
    return {**words(fields, 2048), **{n: strings(fields, n) for n in names if n in fields}}


def _markdown(_world: World, _robot: Robot, fields: Json) -> Json:
    return words(fields, 4096)


def _image(world: World, _robot: Robot, fields: Json) -> Json:
    """The picture itself as base64, with the md5 of its bytes before that."""
    try:
        content = b64decode(text(fields, "base64", missing=40063), validate=True)
    except ValueError as error:
        raise RefusalError(40058, "base64 cannot be read") from error
    if len(content) > LARGEST_IMAGE:
        raise RefusalError(45001)
    check_format("image", content)
    if md5(content, usedforsecurity=False).hexdigest() != text(fields, "md5").lower():
        raise RefusalError(301019)
    mimetype = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return {"url": hang(world, Upload("robot", mimetype, content)).url}


def _news(world: World, _robot: Robot, fields: Json) -> Json:
    return news(world, fields)


def _media(kind: str) -> "Reader":
    def read(world: World, robot: Robot, fields: Json) -> Json:
        media_id = text(fields, "media_id", missing=41006)
        media = check_media(world, media_id, kind=kind, robot=robot.key)
        return {"media_id": media_id, "filename": media.filename}

    return read


def _template_card(world: World, _robot: Robot, fields: Json) -> Json:
    """A robot hears nothing back, so only cards that just tell."""
    cards.check(world, fields, cards.NOTICES)
    return {"template_card": fields}


Reader = Callable[[World, Robot, Json], Json]

# TABLE: msgtype → its reader
READERS: dict[str, Reader] = {
    "text": _text,
    "markdown": _markdown,
    "markdown_v2": _markdown,
    "image": _image,
    "news": _news,
    "file": _media("file"),
    "voice": _media("voice"),
    "template_card": _template_card,
}

PATHS: dict[str, Endpoint] = {
    "webhook/send": Endpoint("POST", send, OPEN),
    "webhook/upload_media": Endpoint("POST", upload_media, OPEN),
}
