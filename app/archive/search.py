"""Finding messages: exact substrings through the 2-gram index, newest first, by keyset."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from app.archive.grams import folded, needed
from app.archive.models import ChatMessage

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sought:
    """What to look for; what is empty does not narrow the search, `external_userids` only if None."""

    words: str = ""
    userid: str = ""
    external_userids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Found:
    """One page of messages, newest first; `older` is where the next page begins."""

    messages: list[ChatMessage]
    older: str | None


def search(session: Session, corp_id: str, sought: Sought, *, before: str = "") -> Found:
    """A page of the messages that contain the words, from the place `before` on."""
    rows = matching(corp_id, sought)
    if (place := place_of(before)) is not None:
        rows = rows.where(tuple_(ChatMessage.sent_at, ChatMessage.id) < place)
    rows = rows.order_by(ChatMessage.sent_at.desc(), ChatMessage.id.desc()).limit(PAGE + 1)
    messages = list(session.scalars(rows))
    older = mark_of(messages[PAGE - 1]) if len(messages) > PAGE else None
    return Found(messages[:PAGE], older)


def matching(corp_id: str, sought: Sought) -> Select[ChatMessage]:
    """The index narrows by grams, a look at the text makes sure."""
    rows = select(ChatMessage).where(ChatMessage.corp_id == corp_id)
    if words := folded(sought.words):
        rows = rows.where(
            ChatMessage.grams.contains(needed(words)),
            ChatMessage.folded.contains(words, autoescape=True),
        )
    return rows.where(*narrowed(sought))


def narrowed(sought: Sought) -> list[ColumnElement[bool]]:
    """The filters beside the words."""
    found: list[ColumnElement[bool]] = []
    if sought.userid:
        found.append(ChatMessage.userid == sought.userid)
    if sought.external_userids is not None:
        found.append(ChatMessage.external_userid.in_(sought.external_userids))
    return found


def mark_of(message: ChatMessage) -> str:
    """A message's place in the order, fit for an address."""
    return f"{(message.sent_at - EPOCH) // timedelta(microseconds=1)}-{message.id}"


def place_of(mark: str) -> tuple[datetime, int] | None:
    """The place that an address names; None for what is no place."""
    micros, _, number = mark.partition("-")
    is_mark = mark.isascii() and micros.isdecimal() and number.isdecimal()
    if not is_mark or len(micros) > 17 or len(number) > 18:
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(number)
