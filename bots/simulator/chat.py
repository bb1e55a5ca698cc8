"""Words between staff and customers: on both phones, and in the archive."""

from bots.simulator.archive.record import Talk, record
from bots.simulator.links.talk import heard
from bots.simulator.models import Follow, Json
from bots.simulator.world import World

SEEN = (
    "title",
    "desc",
    "url",
    "picurl",
    "media_id",
    "pic_url",
    "appid",
    "page",
    "pic_media_id",
    "filename",
)


def speak(world: World, follow: Follow, by: str, text: str) -> Json:
    """One text message by "staff" or "customer"."""
    pair = (follow.userid, follow.external_userid)
    follow.chatted = True
    show(world, follow, {"from": by, "kind": "chat", "msgtype": "text", "text": text})
    sender, receiver = pair if by == "staff" else pair[::-1]
    message = record(world, Talk(sender, (receiver,)), "text", {"content": text})
    if by == "customer":
        heard(world, follow)
    return {"msgid": message["msgid"], "at": world.now()}


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
        seen = {name: fields[name] for name in SEEN if name in fields}
        messages.append({**head, "msgtype": msgtype, **seen})
    return messages
