"""Opaque cursors: a page of a list, and where the next one begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from bots.simulator.api.call import integer, text
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json

T = TypeVar("T")


def page(entries: list[T], body: Json, *, default: int, most: int) -> tuple[list[T], str]:
    """The entries after the body's cursor and the cursor that follows ("" at the end)."""
    _, start = _place(text(body, "cursor"))
    stop = start + (integer(body, "limit", default, most=most) or default)
    return entries[start:stop], _cursor(0, stop) if stop < len(entries) else ""


def walk(
    lists: Sequence[Sequence[T]],
    is_shown: Callable[[T], bool],
    body: Json,
    *,
    default: int,
    most: int,
) -> tuple[list[T], str]:
    """As `page` over long lists of which only some entries are shown; reads no more than a page."""
    first, start = _place(text(body, "cursor"))
    room = integer(body, "limit", default, most=most) or default
    found: list[T] = []
    for which in range(first, len(lists)):
        entries = lists[which]
        for position in range(start if which == first else 0, len(entries)):
            if is_shown(entries[position]):
                if len(found) == room:
                    return found, _cursor(which, position)
                found.append(entries[position])
    return found, ""


def _cursor(which: int, position: int) -> str:
    return base64.urlsafe_b64encode(b"after:%d:%d" % (which, position)).decode()


def _place(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    try:
        word, which, number = base64.urlsafe_b64decode(cursor).decode().split(":")
        if word == "after":
            return abs(int(which)), abs(int(number))
    except (ValueError, binascii.Error):
        pass
    raise RefusalError(40058, "cursor is not one of ours")
