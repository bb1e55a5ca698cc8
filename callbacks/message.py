"""Reading the words inside an envelope: XML or JSON to a plain dictionary that can be stored."""

import json
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from app.errors import CallbackRejected


def read(words: str) -> dict[str, Any]:
    """The message as a dictionary. Entities, other roots and half messages are rejected."""
    try:
        message = json.loads(words) if words.lstrip().startswith("{") else _xml(words)
    except (ValueError, ExpatError, RecursionError) as error:
        raise CallbackRejected(400, "the message is neither XML nor JSON") from error
    if not isinstance(message, dict):
        raise CallbackRejected(400, "the message has no fields")
    return _storable(message)


def _xml(words: str) -> object:
    return xmltodict.parse(words).get("xml")


def _storable(message: dict[str, Any]) -> dict[str, Any]:
    """What PostgreSQL can keep: no NUL, no half of a surrogate pair."""
    text = json.dumps(message, ensure_ascii=False).replace("\\u0000", "\ufffd")
    whole: dict[str, Any] = json.loads(text.encode("utf-8", "replace").decode())
    return whole
