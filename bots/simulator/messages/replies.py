"""Passive replies: what an app answers inside its callback's response, opened and put into effect."""

import json
import struct
from collections.abc import Callable
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from bots.simulator import envelope
from bots.simulator.api.media import check_media
from bots.simulator.apps import App
from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.messages import cards, update
from bots.simulator.messages.content import MOST_ARTICLES, news_article
from bots.simulator.messages.spelling import card_of
from bots.simulator.models import Json
from bots.simulator.world import World

parse_xml: Callable[[str], Any] = xmltodict.parse  # refuses entities
SILENCE = (b"", b"success")
LONGEST_TEXT = 2048  # bytes; more is cut, not refused
# every message may be answered; of the events, these
ANSWERED = {
    "subscribe",
    "enter_agent",
    "LOCATION",
    "click",
    "view",
    "view_miniprogram",
    "scancode_waitmsg",
    "template_card_event",
    "template_card_menu_event",
}


def hear(world: World, app: App, event: Json, body: bytes) -> None:
    """Called without the lock, while the delivery still counts as under way.

    WeCom says nothing about a reply that it cannot use; here it is written down with the reason.
    """
    if body.strip() in SILENCE:
        return
    with world.lock:
        about = {"at": world.now(), "agentid": app.agentid, "userid": event["FromUserName"]}
        heard: Json = {**about, "answers": event.get("MsgId") or event["Event"], "why": ""}
        world.messages.replies.append(heard)
        try:
            reply = opened(app, world.corp.corpid, body)
            heard["msgtype"] = reply.get("MsgType")
            _put(world, app, event, reply)
        except (MistakeError, RefusalError, AttributeError, LookupError, TypeError) as error:
            heard["why"] = str(error) or type(error).__name__


def opened(app: App, corpid: str, body: bytes) -> Json:
    """The reply's plaintext as fields: XML, or JSON where the app chose that format."""
    outer = _fields(body.decode(errors="replace"))
    small = {name.lower(): str(value) for name, value in outer.items()}
    named = [small.get(name, "") for name in ("timestamp", "nonce", "encrypt")]
    if envelope.signature(app.token, *named) != small.get("msgsignature"):
        raise MistakeError("the reply's signature is wrong")
    try:
        plain, receiveid = envelope.unseal(app.encoding_aes_key, small["encrypt"])
    except (ValueError, IndexError, struct.error) as error:
        raise MistakeError("the reply cannot be decrypted") from error
    if receiveid not in ("", corpid):  # one public library leaves it empty and works
        raise MistakeError("the reply's receiveid is another corp's")
    return _fields(plain)


def _fields(words: str) -> Json:
    try:
        read: Any = json.loads(words) if words.lstrip().startswith("{") else parse_xml(words)
    except (ValueError, ExpatError) as error:
        raise MistakeError("the reply is neither XML nor JSON") from error
    found = read.get("xml", read) if isinstance(read, dict) else None
    if not isinstance(found, dict):
        raise MistakeError("the reply has no fields")
    return found


def _put(world: World, app: App, event: Json, reply: Json) -> None:
    """Into the member's chat with the app, or onto the card that he pressed."""
    if event["MsgType"] == "event" and event["Event"] not in ANSWERED:
        raise MistakeError(f"{event['Event']} takes no reply")
    userid, msgtype = event["FromUserName"], str(reply.get("MsgType"))
    if str(reply.get("ToUserName", "")).lower() != userid:
        raise MistakeError("ToUserName is not the member who spoke")
    if msgtype in CHANGES:
        card, words = CHANGES[msgtype](world, reply)
        update.change(world, _pressed_row(world, event), card, words)
        return
    if msgtype not in SHOWN:
        raise MistakeError(f"a reply of type {msgtype}")
    about = {"at": world.now(), "userid": userid, "agentid": app.agentid, "from": "app"}
    shown = SHOWN[msgtype](world, reply)
    world.app_messages.append({**about, "msgid": "", "msgtype": msgtype, **shown})


def _pressed_row(world: World, event: Json) -> Json:
    code = world.messages.codes.get(str(event.get("ResponseCode")))
    if code is None:
        raise MistakeError("only a pressed card can be updated")
    return world.messages.sent[code.msgid].rows[event["FromUserName"]]


def _text(_world: World, reply: Json) -> Json:
    content = str(reply.get("Content") or "")
    if not content:
        raise RefusalError(44004)
    return {"text": content.encode()[:LONGEST_TEXT].decode(errors="ignore")}


def _media(kind: str) -> Callable[[World, Json], Json]:
    def read(world: World, reply: Json) -> Json:
        fields = reply.get(kind.capitalize()) or {}
        media = check_media(world, str(fields.get("MediaId")), kind=kind)
        named = {
            name.lower(): str(fields[name]) for name in ("Title", "Description") if name in fields
        }
        return {"media_id": media.media_id, **named}

    return read


def _news(_world: World, reply: Json) -> Json:
    items = (reply.get("Articles") or {}).get("item") or []
    articles = items if isinstance(items, list) else [items]
    if not 1 <= len(articles) <= MOST_ARTICLES:
        raise RefusalError(45008)
    small = [{name.lower(): str(value or "") for name, value in one.items()} for one in articles]
    return {"articles": [news_article(article) for article in small]}


def _button(_world: World, reply: Json) -> tuple[Json, str]:
    words = str((reply.get("Button") or {}).get("ReplaceName") or "")
    if not words:
        raise RefusalError(40063, "ReplaceName")
    return {}, words


def _card(world: World, reply: Json) -> tuple[Json, str]:
    card = card_of(reply.get("TemplateCard") or {})
    cards.check(world, card)
    return card, ""


# TABLE: reply's MsgType → what the member then reads
SHOWN: dict[str, Callable[[World, Json], Json]] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "news": _news,
}

# TABLE: reply's MsgType → the new card and the new text of its button
CHANGES: dict[str, Callable[[World, Json], tuple[Json, str]]] = {
    "update_button": _button,
    "update_template_card": _card,
}
