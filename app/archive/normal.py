"""From the archive's JSON to a message: lenient, since new types appear without notice. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.storable import storable

# WeCom's ids of customers: wm (WeChat) or wo (WeCom) and 30 letters; a userid may begin so too.
CUSTOMER = re.compile(r"w[mo][\w-]{20,126}", re.ASCII)
LONGEST_ID = 128
DEEPEST = 6  # chat records hold chat records

# msgtype → where its words are. Types that are not here are kept, and have no words.
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("text", ("content",)),
    "markdown": ("info", ("content",)),
    "news": ("info", ("item",)),
    "link": ("link", ("title", "description")),
    "file": ("file", ("filename",)),
    "qydiskfile": ("info", ("filename",)),
    "voip_doc_share": ("voip_doc_share", ("filename",)),
    "weapp": ("weapp", ("title", "displayname", "description")),
    "location": ("location", ("title", "address")),
    "card": ("card", ("corpname",)),
    "todo": ("todo", ("title", "content")),
    "vote": ("vote", ("votetitle", "voteitem")),
    "collect": ("collect", ("title", "details")),
    "redpacket": ("redpacket", ("wish",)),
    "external_redpacket": ("redpacket", ("wish",)),
    "meeting": ("meeting", ("topic", "address", "remarks")),
    "docmsg": ("doc", ("title",)),
    "calendar": ("calendar", ("title", "place", "remarks")),
    "sphfeed": ("sphfeed", ("sph_name", "feed_desc")),
    "mixed": ("mixed", ("item",)),
    "chatrecord": ("chatrecord", ("title", "item")),
}
# Inside lists (news, collect, mixed, chatrecord) words stand under these names.
ITEM_FIELDS = ("title", "description", "ques", "content")
# These are said by the machine: nobody spoke.
NOT_SPEECH = frozenset({"agree", "disagree", "revoke"})


@dataclass(frozen=True)
class Normal:
    """A message as we keep it. `userid` and `external_userid` are set where there are just two.

    `spoken_by` is customer or staff where one spoke to the other alone, else None.
    """

    sender: str
    userid: str | None
    external_userid: str | None
    roomid: str
    sent_at: datetime
    action: str
    msgtype: str
    text: str
    revokes: str | None
    spoken_by: str | None
    body: dict[str, Any]


def normal(message: Mapping[str, Any], *, received_at: datetime) -> Normal:
    """The message; `received_at` stands in for a time that is missing or impossible."""
    body = storable(dict(message))
    sender, roomid = name(body.get("from") or body.get("user")), name(body.get("roomid"))
    userid, external_userid = two(sender, body.get("tolist"), roomid)
    action = name(body.get("action")) or "send"
    msgtype = name(body.get("msgtype")) or action  # a switch has no msgtype
    is_speech = action == "send" and msgtype not in NOT_SPEECH
    return Normal(
        sender=sender,
        userid=userid,
        external_userid=external_userid,
        roomid=roomid,
        sent_at=moment(body.get("msgtime") or body.get("time"), received_at),
        action=action,
        msgtype=msgtype,
        text=text_of(msgtype, body),
        revokes=name(part(body, "revoke").get("pre_msgid")) or None,
        spoken_by=speaker(sender) if is_speech and userid and external_userid else None,
        body=body,
    )


def speaker(sender: str) -> str:
    """customer or staff."""
    return "customer" if CUSTOMER.fullmatch(sender) else "staff"


def two(sender: str, tolist: object, roomid: str) -> tuple[str | None, str | None]:
    """The member and the customer of a talk between just these two."""
    receivers = [name(receiver) for receiver in tolist] if isinstance(tolist, list) else []
    if roomid or len(receivers) != 1 or not sender or not receivers[0]:
        return None, None
    sides = {speaker(who): who for who in (sender, receivers[0])}
    if len(sides) != 2:
        return None, None
    return sides["staff"], sides["customer"]


def moment(milliseconds: object, otherwise: datetime) -> datetime:
    """The time of a message, which the archive tells in milliseconds."""
    if not isinstance(milliseconds, int | float) or not 0 < milliseconds < 4e12:
        return otherwise
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def text_of(msgtype: str, body: Mapping[str, Any]) -> str:
    """The words of a message, as a person would search for them."""
    payload, fields = WORDS.get(msgtype, ("", ()))
    found = (word for field in fields for word in words(part(body, payload).get(field), DEEPEST))
    return "\n".join(word for word in found if word)


def words(value: object, depth: int) -> Iterator[str]:
    """Every word below a value: lists hold items, and an item's content may be JSON again."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth:
        for item in value:
            yield from item_words(item, depth - 1) if isinstance(item, dict) else words(item, 0)


def item_words(item: Mapping[str, Any], depth: int) -> Iterator[str]:
    """The words of one item of a list."""
    inner = opened(item.get("content"))
    if inner is None:
        for field in ITEM_FIELDS:
            yield from words(item.get(field), 0)
        return
    msgtype = str(item.get("type", "")).removeprefix("ChatRecord").lower()
    for field in WORDS.get(msgtype, ("", ITEM_FIELDS))[1]:
        yield from words(inner.get(field), depth)


def opened(content: object) -> dict[str, Any] | None:
    """JSON inside a string, or None when it is just words."""
    if not isinstance(content, str) or not content.startswith("{"):
        return None
    try:
        inner = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return inner if isinstance(inner, dict) else None


def part(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key, empty where there is none."""
    found = body.get(key)
    return found if isinstance(found, dict) else {}


def name(value: object) -> str:
    """An id: what is no text, or longer than any id, is none."""
    return value if isinstance(value, str) and len(value) <= LONGEST_ID else ""
