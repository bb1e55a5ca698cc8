"""The archive's cursor, its sealed rows, its keys, and the messages drawn from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row
from app.sealed import Sealed


class ArchiveKey(Row):
    """A private RSA key by the version under which its public half stands in WeCom's console."""

    __tablename__ = "archive_key"
    __table_args__ = (UniqueConstraint("corp_id", "version"),)

    version: Mapped[int]
    private_key: Mapped[str] = mapped_column(Sealed)


class ArchiveCursor(Row):
    """How far a source has been pulled; moved in the transaction that keeps the rows."""

    __tablename__ = "archive_cursor"
    __table_args__ = (UniqueConstraint("corp_id", "source"),)

    source: Mapped[str]
    cursor: Mapped[str] = mapped_column(default="0")
    secret: Mapped[str] = mapped_column(Sealed)  # the archive's own secret
    asked_at: Mapped[datetime | None]


class ArchiveRaw(Row):
    """A message as pulled, still sealed.

    state: pending → done | no_key | bad_key | corrupt; all but done can be opened again later.
    """

    __tablename__ = "archive_raw"
    __table_args__ = (
        UniqueConstraint("corp_id", "msgid"),
        Index("ix_archive_raw_pending", "id", postgresql_where=text("state = 'pending'")),
    )

    seq: Mapped[int] = mapped_column(BigInteger)
    msgid: Mapped[str]
    publickey_ver: Mapped[int]
    encrypt_random_key: Mapped[str]
    encrypt_chat_msg: Mapped[str]
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


class ChatMessage(Row):
    """A message of the archive. `userid` and `external_userid`: a talk between just these two.

    `folded` is `text` as search compares it, `grams` are its 2-grams; `revokes` names the msgid
    that this message takes back.
    """

    __tablename__ = "chat_message"
    __table_args__ = (
        UniqueConstraint("corp_id", "msgid"),
        Index("ix_chat_message_grams", "grams", postgresql_using="gin"),
        Index("ix_chat_message_pair", "corp_id", "external_userid", "sent_at"),
        Index("ix_chat_message_sent_at", "corp_id", "sent_at", "id"),
        Index(
            "ix_chat_message_revokes",
            "corp_id",
            "revokes",
            postgresql_where=text("revokes is not null"),
        ),
    )

    msgid: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    sender: Mapped[str]
    userid: Mapped[str | None]  # the member in it
    external_userid: Mapped[str | None]  # the customer in it
    roomid: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(default="send")
    msgtype: Mapped[str]
    body: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(default="")
    folded: Mapped[str] = mapped_column(default="")
    grams: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    revokes: Mapped[str | None]


class ChatTalk(Row):
    """A talk of a member with a customer, or a group: its newest message, and how many there are.

    It is what the list of talks reads, so that the list need not count the whole archive. What
    a talk does not have is empty, so that it stays unique.
    """

    __tablename__ = "chat_talk"
    __table_args__ = (
        UniqueConstraint("corp_id", "userid", "external_userid", "roomid"),
        Index("ix_chat_talk_last_at", "corp_id", "last_at", "id"),
    )

    userid: Mapped[str] = mapped_column(default="")
    external_userid: Mapped[str] = mapped_column(default="")
    roomid: Mapped[str] = mapped_column(default="")
    last_message_id: Mapped[int] = mapped_column(ForeignKey("chat_message.id"), index=True)
    last_at: Mapped[datetime]
    many: Mapped[int] = mapped_column(default=0)
