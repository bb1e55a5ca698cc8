"""Reading the words inside an envelope: XML or JSON to a plain dictionary that can be stored."""

import json
import re
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from app.errors import CallbackRejected
from app.storable import storable

BEGIN, END = "<xml>", "</xml>"
_PLAIN = r"\x00-\x1f\ufffe\uffff"  # a parser changes or refuses these
_FIELDS = re.compile(
    rf"<([A-Za-z]\w*)>(?:<!\[CDATA\[([^\]{_PLAIN}]*)\]\]>|([^<&\]{_PLAIN}]*))</\1>|(?s:.+)",
    re.ASCII,
)


def read(words: str) -> dict[str, Any]:
    """The message as a dictionary. Entities, other roots and half messages are rejected."""
    return read_flat(words) or read_any(words)


def read_flat(words: str) -> dict[str, Any] | None:
    """What `read_any` makes of a message in WeCom's usual form, at a fraction of the cost.

    None when it is not that form to the last character: fields one after another, none twice and
    none inside another, and in them nothing that a parser would have to change or to refuse.
    """
    if not (words.startswith(BEGIN) and words.endswith(END)):
        return None
    fields = _FIELDS.findall(words, len(BEGIN), len(words) - len(END))
    told = {name: (quoted or bare).strip() or None for name, quoted, bare in fields}
    is_all = "" not in told  # whatever is no field was found as a field without a name
    return told if told and is_all and len(told) == len(fields) else None


def read_any(words: str) -> dict[str, Any]:
    """The message by a parser."""
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
