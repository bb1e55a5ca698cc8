"""What the pages of the archive ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.archive.keys import SEALED, TIMER
from app.archive.models import ArchiveCursor, ArchiveKey, ArchiveRaw, ChatMessage
from app.contacts.models import ExternalContact, Follow
from app.timers import Timer

AROUND = 15  # messages before and after the one that was asked for
CUSTOMERS_MEANT = 100


@dataclass(frozen=True)
class SealedRows:
    """How many rows of a key version cannot be opened, and why: no_key, bad_key, corrupt."""

    state: str
    version: int
    many: int


@dataclass(frozen=True)
class Stretch:
    """A stretch of a talk, in its order."""

    messages: list[ChatMessage]
    has_earlier: bool
    has_later: bool


def find_message(session: Session, corp_id: str, message_id: int) -> ChatMessage | None:
    """One message of this corp."""
    return session.scalars(
        select(ChatMessage).where(ChatMessage.corp_id == corp_id, ChatMessage.id == message_id)
    ).one_or_none()


def around(session: Session, message: ChatMessage) -> Stretch:
    """The talk around a message."""
    order = tuple_(ChatMessage.sent_at, ChatMessage.id)
    here = (message.sent_at, message.id)
    earlier = (
        same_talk(message)
        .where(order < here)
        .order_by(ChatMessage.sent_at.desc(), ChatMessage.id.desc())
    )
    later = same_talk(message).where(order > here).order_by(ChatMessage.sent_at, ChatMessage.id)
    before = session.scalars(earlier.limit(AROUND + 1)).all()
    after = session.scalars(later.limit(AROUND + 1)).all()
    shown = [*reversed(before[:AROUND]), message, *after[:AROUND]]
    return Stretch(shown, has_earlier=len(before) > AROUND, has_later=len(after) > AROUND)


def same_talk(message: ChatMessage) -> Select[ChatMessage]:
    """The messages between the same two, or of the same group."""
    rows = select(ChatMessage).where(ChatMessage.corp_id == message.corp_id)
    if message.roomid:
        return rows.where(ChatMessage.roomid == message.roomid)
    if message.external_userid is None:  # among members: the archive knows no talk for it
        return rows.where(ChatMessage.id == message.id)
    return rows.where(
        ChatMessage.userid == message.userid,
        ChatMessage.external_userid == message.external_userid,
        ChatMessage.roomid == "",
    )


def taken_back(session: Session, corp_id: str, messages: Iterable[ChatMessage]) -> set[str]:
    """The msgids among these that somebody has revoked."""
    msgids = [message.msgid for message in messages]
    rows = select(ChatMessage.revokes).where(
        ChatMessage.corp_id == corp_id, ChatMessage.revokes.in_(msgids)
    )
    return {msgid for msgid in session.scalars(rows) if msgid}


def customers_called(session: Session, corp_id: str, words: str) -> tuple[str, ...]:
    """The customers whom a person may mean: by id, or by a part of their name or remark."""
    by_name = select(ExternalContact.external_userid).where(
        ExternalContact.corp_id == corp_id,
        or_(
            ExternalContact.external_userid == words,
            ExternalContact.name.icontains(words, autoescape=True),
        ),
    )
    by_remark = select(Follow.external_userid).where(
        Follow.corp_id == corp_id, Follow.remark.icontains(words, autoescape=True)
    )
    return tuple(session.scalars(by_name.union(by_remark).limit(CUSTOMERS_MEANT)))


def sealed_rows(session: Session, corp_id: str) -> Sequence[SealedRows]:
    """What cannot be opened yet, by state and key version."""
    rows = session.execute(
        select(ArchiveRaw.state, ArchiveRaw.publickey_ver, func.count().label("many"))
        .where(ArchiveRaw.corp_id == corp_id, ArchiveRaw.state.in_(SEALED))
        .group_by(ArchiveRaw.state, ArchiveRaw.publickey_ver)
        .order_by(ArchiveRaw.publickey_ver, ArchiveRaw.state)
    )
    return [SealedRows(row.state, row.publickey_ver, row.many) for row in rows]


def key_versions(session: Session, corp_id: str) -> Sequence[ArchiveKey]:
    """The private keys that are kept, the newest version first."""
    return session.scalars(
        select(ArchiveKey).where(ArchiveKey.corp_id == corp_id).order_by(ArchiveKey.version.desc())
    ).all()


@dataclass(frozen=True)
class Health:
    """Whether the corp has an archive here, when it was last asked for, and what failed then."""

    has_archive: bool
    asked_at: datetime | None
    error: str | None


def health(session: Session, corp_id: str) -> Health:
    """How the pulling goes."""
    account = session.scalars(
        select(ArchiveCursor)
        .where(ArchiveCursor.corp_id == corp_id)
        .order_by(ArchiveCursor.asked_at.desc().nulls_last())
        .limit(1)
    ).one_or_none()
    error = session.scalar(select(Timer.error).where(Timer.corp_id == corp_id, Timer.name == TIMER))
    return Health(account is not None, account.asked_at if account else None, error)
