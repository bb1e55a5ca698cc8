"""A simulated customer's phone, as the page draws it. Pure: what the simulator shows, in rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.console.filters import in_corp_zone

SILENCE = 300  # seconds after which a conversation shows the time again


@dataclass(frozen=True)
class Chat:
    """A conversation between a customer and a member; `others` are his other members."""

    external_userid: str
    name: str
    userid: str
    staff_name: str
    is_friend: bool
    bubbles: list[dict[str, Any]]
    others: list[tuple[str, str]]


def chat(told: dict[str, Any], userid: str) -> Chat | None:
    """The conversation with `userid`, or with whom he added last; None when there is no such."""
    chats = told["chats"]
    wanted = [one for one in chats if one["userid"] == userid] if userid else chats[-1:]
    if not wanted:
        return None
    one = wanted[0]
    return Chat(
        told["external_userid"],
        told["name"],
        one["userid"],
        one["staff_name"],
        one["friend"],
        list(bubbles(one["messages"])),
        [(each["userid"], each["staff_name"]) for each in chats if each is not one],
    )


def bubbles(messages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The messages as console/phone.html draws them, with the time and what sent them between."""
    for before, message in pairwise([None, *messages]):
        assert message is not None
        if before is None or message["at"] - before["at"] > SILENCE:
            yield notice(_clock(message["at"]))
        if message["kind"] != (before and before["kind"]):
            yield from how_sent(message["kind"])
        yield bubble(message)


def how_sent(kind: str) -> Iterator[dict[str, Any]]:
    """What the customer cannot know: that this was not typed by hand."""
    if kind == "welcome":
        yield notice(_("联客自动发送的欢迎语"))
    elif kind == "group_message":
        yield notice(_("SOP 群发，成员已在企业微信确认"))


def notice(words: str) -> dict[str, Any]:
    """A line in the middle of the screen."""
    return {"from": "notice", "text": words}


def bubble(message: dict[str, Any]) -> dict[str, Any]:
    """One message."""
    text = message.get("text") or message.get("desc") or ""
    media_id = message.get("pic_media_id")
    if message["msgtype"] == "image":
        media_id = message.get("media_id")
    return {
        "from": message["from"],
        "msgtype": message["msgtype"],
        "text": text,
        "title": message.get("title") or message.get("filename", ""),
        "url": message.get("url", ""),
        "cover": message.get("picurl", ""),
        "image": url_for("demo.media", media_id=media_id) if media_id else "",
    }


def _clock(at: float) -> str:
    return f"{in_corp_zone(datetime.fromtimestamp(at, UTC)):%m-%d %H:%M}"
