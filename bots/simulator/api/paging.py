"""Opaque cursors: a page of a list, and where the next one begins."""

import base64
import binascii
from typing import TypeVar

from bots.simulator.api.call import integer, text
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json

T = TypeVar("T")


def page(entries: list[T], body: Json, *, default: int, most: int) -> tuple[list[T], str]:
    """The entries after the body's cursor and the cursor that follows ("" at the end)."""
    start = _position(text(body, "cursor"))
    stop = start + (integer(body, "limit", default, most=most) or default)
    return entries[start:stop], _cursor(stop) if stop < len(entries) else ""


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(b"after:%d" % position).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.urlsafe_b64decode(cursor).decode().split(":")
        if word == "after":
            return int(number)
    except (ValueError, binascii.Error):
        pass
    raise RefusalError(40058, "cursor is not one of ours")
