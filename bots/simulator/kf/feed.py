"""The log of 微信客服 and its bell: every line that sync_msg can show rings kf_msg_or_event."""

from bots.simulator.kf.models import BY_API, BY_WECOM, Entry, Session
from bots.simulator.models import Json
from bots.simulator.world import World

TOKEN_LIFE = 600.0


def put(
    world: World,
    session: Session,
    origin: int,
    msgtype: str,
    content: Json,
    *,
    servicer_userid: str = "",
    msgid: str = "",
) -> Entry:
    """Write a message down; it rings unless the app itself sent it."""
    pair = (session.open_kfid, session.external_userid)
    entry = Entry(world.now(), *pair, origin, msgid, msgtype, content, servicer_userid)
    return _append(world, entry)


def tell(
    world: World, event_type: str, open_kfid: str, external_userid: str, **more: object
) -> None:
    """An event in the log; what is empty is left out."""
    named = {"open_kfid": open_kfid, "external_userid": external_userid, **more}
    event = {name: value for name, value in named.items() if value != ""}
    content = {"event_type": event_type, **event}
    _append(world, Entry(world.now(), open_kfid, external_userid, BY_WECOM, "", "event", content))


def ring(world: World, open_kfid: str) -> None:
    """Nobody is named as its sender, unlike in other events."""
    token = world.seeded.new_id("ENC", 48, "kf token", open_kfid)
    world.kf.tokens[token] = (open_kfid, world.now())
    named = {"Event": "kf_msg_or_event", "Token": token, "OpenKfId": open_kfid}
    world.courier.send({"FromUserName": None, **named})


def _append(world: World, entry: Entry) -> Entry:
    entry.msgid = entry.msgid or new_msgid(world, entry.open_kfid, entry.external_userid)
    world.kf.log.append(entry)
    world.kf.msgids.add((entry.open_kfid, entry.msgid))
    if entry.origin != BY_API:
        ring(world, entry.open_kfid)
    return entry


def new_msgid(world: World, open_kfid: str, external_userid: str) -> str:
    return world.seeded.new_id("", 32, "kf msgid", open_kfid, external_userid)
