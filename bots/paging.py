"""Asking a question page by page, until WeCom has no more, and never round in a circle."""

from collections.abc import Iterator
from typing import Any, Protocol

from bots.errors import WeComError
from bots.speech import Question


class Asked(Protocol):
    """Whoever can be asked: the client."""

    def ask(self, question: Question) -> dict[str, Any]:
        """WeCom's answer."""


class Endless(WeComError):
    """WeCom's pages lead back to where we were, or are more than anybody can want."""


def pages(wecom: Asked, question: Question, *, most: int = 10_000) -> Iterator[dict[str, Any]]:
    """Each page of the answer. Endless when a cursor comes back or after `most` pages."""
    seen: set[str] = set()
    while True:
        answer = wecom.ask(question)
        yield answer
        cursor = following(answer)
        if not cursor:
            return
        if cursor in seen or len(seen) + 1 >= most:
            raise Endless(0, f"{question.path}: {len(seen) + 1} pages, and no end")
        seen.add(cursor)
        question = type(question)(**(question.params() | {"cursor": cursor}))


def following(answer: dict[str, Any]) -> str:
    """Where the next page begins; "" after the last. Some lists name a cursor even then."""
    is_last = answer.get("is_last") is True or answer.get("has_more") in (0, False)
    return "" if is_last else str(answer.get("next_cursor") or "")
