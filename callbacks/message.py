"""Reading the words inside an envelope: XML or JSON to a plain dictionary that can be stored."""

import json
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from app.errors import CallbackRejected
from app.storable import storable


def read(words: str) -> dict[str, Any]:
    """The message as a dictionary. Entities, other roots and half messages are rejected."""
    try:
        message = json.loads(words) if words.lstrip().startswith("{") else _xml(words)
        kept = storable(message)
    except (ValueError, ExpatError, RecursionError) as error:
        raise CallbackRejected(400, "the message is neither XML nor JSON") from error
    if not isinstance(kept, dict):
        raise CallbackRejected(400, "the message has no fields")
    return kept


def _xml(words: str) -> object:
    return xmltodict.parse(words).get("xml")
