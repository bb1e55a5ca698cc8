"""What members tell an app: words, files, places and links, and that they came or went."""

from base64 import b64decode
from collections.abc import Callable
from math import isfinite

from bots.simulator.api.call import Upload
from bots.simulator.api.media import hang, keep
from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_staff
from bots.simulator.messages import events
from bots.simulator.models import Json
from bots.simulator.rights import sees
from bots.simulator.world import World

# TABLE: what a file of each kind begins with, and what it is called
BEGINNINGS = {
    "image": (b"\x89PNG\r\n\x1a\n", "photo.png", "image/png"),
    "voice": (b"#!AMR\n", "voice.amr", "audio/amr"),
    "video": (b"\0\0\0\x18ftypmp42", "video.mp4", "video/mp4"),
}


def say(world: World, args: Json) -> Json:
    """A member writes to an app: text unless `msgtype` says otherwise."""
    userid, agentid = speaker(world, args)
    msgtype = str(args.get("msgtype", "text"))
    if msgtype not in WORDS:
        raise MistakeError(f"msgtype is one of {', '.join(WORDS)}")
    fields, shown = WORDS[msgtype](world, args)
    msgid = world.seeded.number(10**18, "app msgid", userid, world.seeded.nth("app said", userid))
    about = {"at": world.now(), "userid": userid, "agentid": agentid, "from": "member"}
    row = {**about, "msgid": str(msgid), "msgtype": msgtype, **shown}
    world.app_messages.append(row)
    world.courier.send(events.message(userid, agentid, msgtype, msgid, fields))
    return row


def enter(world: World, args: Json) -> Json:
    """A member opens the app."""
    return tell(world, args, "enter_agent", {"EventKey": ""})


def subscribe(world: World, args: Json) -> Json:
    """A member came into the app's visible range."""
    return tell(world, args, "subscribe", {})


def unsubscribe(world: World, args: Json) -> Json:
    """A member left the app's visible range, who need not be in it any more."""
    return tell(world, args, "unsubscribe", {}, gone=True)


def locate(world: World, args: Json) -> Json:
    """A member's client reports where he is, as it does when he opens the app."""
    fields = {
        "Latitude": number(args, "latitude", 23.104),
        "Longitude": number(args, "longitude", 113.32),
        "Precision": number(args, "precision", 65.0),
    }
    userid, agentid = speaker(world, args)
    told = {**events.event(userid, agentid, "LOCATION", fields), "AppType": "wxwork"}
    world.courier.send(told)
    return {"userid": userid, "agentid": agentid}


def tell(world: World, args: Json, name: str, fields: Json, *, gone: bool = False) -> Json:
    userid, agentid = speaker(world, args, gone=gone)
    world.courier.send(events.event(userid, agentid, name, fields))
    return {"userid": userid, "agentid": agentid}


def speaker(world: World, args: Json, *, gone: bool = False) -> tuple[str, int]:
    """Who does it and to which app, the demo's own unless said; he must see the app."""
    userid = known_staff(world, args.get("userid")).userid
    app = world.corp.app(args.get("agentid", world.corp.agentid))
    if not gone and not sees(world, app, userid):
        raise MistakeError(f"{userid} does not see the app {app.agentid}", 409)
    return userid, app.agentid


def number(args: Json, name: str, default: float) -> float:
    value = args.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise MistakeError(f"{name} is a number")
    return value


def _text(_world: World, args: Json) -> tuple[Json, Json]:
    words = args.get("text")
    if not isinstance(words, str) or not words:
        raise MistakeError("text is missing")
    return {"Content": words}, {"text": words}


def _image(world: World, args: Json) -> tuple[Json, Json]:
    """PicUrl stays; the media_id is good for three days as any other."""
    file = _file(world, "image", args)
    media_id, url = keep(world, "image", file).media_id, hang(world, file).url
    return {"PicUrl": url, "MediaId": media_id}, {"media_id": media_id, "url": url}


def _voice(world: World, args: Json) -> tuple[Json, Json]:
    media_id = keep(world, "voice", _file(world, "voice", args)).media_id
    return {"MediaId": media_id, "Format": "amr"}, {"media_id": media_id}


def _video(world: World, args: Json) -> tuple[Json, Json]:
    media_id = keep(world, "video", _file(world, "video", args)).media_id
    still = keep(world, "image", _file(world, "image", {})).media_id
    return {"MediaId": media_id, "ThumbMediaId": still}, {"media_id": media_id}


def _location(_world: World, args: Json) -> tuple[Json, Json]:
    x, y = number(args, "latitude", 23.134), number(args, "longitude", 113.358)
    label, scale = str(args.get("label", "广州市海珠区")), number(args, "scale", 20)
    fields = {"Location_X": x, "Location_Y": y, "Scale": scale, "Label": label}
    return fields, {"latitude": x, "longitude": y, "label": label}


def _link(_world: World, args: Json) -> tuple[Json, Json]:
    """Title, description, url and picurl, empty where they are not said."""
    names = ("title", "description", "url", "picurl")
    title, description, url, picurl = (str(args.get(name, "")) for name in names)
    if not (title and url):
        raise MistakeError("a link has title and url")
    fields = {"Title": title, "Description": description, "Url": url, "PicUrl": picurl}
    return fields, {"title": title, "text": description, "url": url, "picurl": picurl}


def _file(world: World, kind: str, args: Json) -> Upload:
    """`content` (base64) if it is given, else something small of the right kind."""
    begins, name, mimetype = BEGINNINGS[kind]
    given = args.get("content")
    if given is None:
        nth = world.seeded.nth("member's file", kind)
        return Upload(name, mimetype, begins + world.seeded.octets(64, "file", kind, nth))
    try:
        return Upload(name, mimetype, b64decode(str(given), validate=True))
    except ValueError as error:
        raise MistakeError("content is base64") from error


# TABLE: msgtype → what the app is told, and what the member sees in his chat with it
WORDS: dict[str, Callable[[World, Json], tuple[Json, Json]]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "location": _location,
    "link": _link,
}
