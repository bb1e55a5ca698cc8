"""What a moment may carry: words, and either nine pictures or one video or one link."""

from bots.simulator.api.call import child, children, octets, text
from bots.simulator.api.media import MOMENTS, check_attachment
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World

LONGEST_TEXT = 2000  # characters, unlike the bytes of messages
MOST = {"image": 9, "video": 1, "link": 1}


def read(world: World, body: Json) -> tuple[Json, list[Json]]:
    """The text object (empty when there is none) and the attachments, checked."""
    words = text(child(body, "text"), "content", most=LONGEST_TEXT)
    attachments = children(body, "attachments")
    if not words and not attachments:
        raise RefusalError(41089)
    kinds = {text(attachment, "msgtype", missing=41065) for attachment in attachments}
    if len(kinds) > 1 or not kinds <= set(MOST):
        raise RefusalError(41065)
    for kind in kinds:
        if len(attachments) > MOST[kind]:
            raise RefusalError(41064)
        for attachment in attachments:
            _check(world, kind, child(attachment, kind))
    return {"content": words} if words else {}, attachments


def _check(world: World, kind: str, fields: Json) -> None:
    check_attachment(world, text(fields, "media_id", missing=40063), MOMENTS)
    if kind == "link":
        octets(fields, "title", 64)
        text(fields, "url", missing=40063)


def listed(words: Json, attachments: list[Json]) -> Json:
    """As get_moment_list spells it: pictures in one list, a link without its cover."""
    told: Json = {"text": words} if words else {}
    for attachment in attachments:
        kind = attachment["msgtype"]
        fields = attachment[kind]
        if kind == "image":
            told.setdefault("image", []).append({"media_id": fields["media_id"]})
        elif kind == "video":
            told["video"] = {"media_id": fields["media_id"]}
        else:
            told["link"] = {"title": fields.get("title", ""), "url": fields["url"]}
    return told
