"""Words between staff and customers: on both phones, in the archive, and its notification."""

from bots.simulator.events import archive_event
from bots.simulator.links.talk import heard
from bots.simulator.models import Follow, Json
from bots.simulator.world import World

NOTIFY_EVERY = 15.0  # WeCom rings at most once in 15 s while there are new messages


def speak(world: World, follow: Follow, by: str, text: str) -> Json:
    """One text message by "staff" or "customer"; every demo member is archived."""
    pair = (follow.userid, follow.external_userid)
    follow.chatted = True
    show(world, follow, {"from": by, "kind": "chat", "msgtype": "text", "text": text})
    sender, receiver = pair if by == "staff" else pair[::-1]
    at = world.now()
    number = world.seeded.number(10**19, "msgid", *pair, world.seeded.nth("said", *pair))
    message: Json = {
        "msgid": f"{number}_{int(at)}_external",
        "action": "send",
        "from": sender,
        "tolist": [receiver],
        "roomid": "",
        "msgtime": int(at * 1000),
        "msgtype": "text",
        "text": {"content": text},
    }
    world.archive.keep(at, message)
    archive_grew(world)
    if by == "customer":
        heard(world, follow)
    return {"msgid": message["msgid"], "at": at}


def show(world: World, follow: Follow, message: Json) -> None:
    """Put a message on both phones."""
    chat = world.chats[(follow.userid, follow.external_userid)]
    chat.append({"at": world.now(), **message})


def shown(kind: str, text: Json, attachments: list[Json]) -> list[Json]:
    """A welcome or group message as the phone shows it: the text, then each attachment."""
    head = {"from": "staff", "kind": kind}
    messages = [{**head, "msgtype": "text", "text": text["content"]}] if text else []
    for attachment in attachments:
        msgtype = attachment["msgtype"]
        fields = attachment.get(msgtype, {})
        wanted = ("title", "desc", "url", "picurl", "media_id", "pic_url", "appid", "page")
        seen = {name: fields[name] for name in wanted if name in fields}
        messages.append({**head, "msgtype": msgtype, **seen})
    return messages


def archive_grew(world: World) -> None:
    if world.notice_is_due:
        return
    last = world.notified_at
    if last is None or world.now() - last >= NOTIFY_EVERY:
        _notify(world)
    else:
        world.notice_is_due = True
        world.later(last + NOTIFY_EVERY, {"do": "msgaudit_notify"}, lambda: _notify(world))


def _notify(world: World) -> None:
    world.notice_is_due = False
    world.notified_at = world.now()
    world.courier.send(archive_event())
