"""A kept event, and one row for each reaction to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Row


class InboxEvent(Row):
    """A fact, once: `fingerprint` is the SHA-256 of WeCom's decrypted words, or of our own key.

    state: new → planned (its reactions have rows), or unknown (authentic, but no name for it).
    """

    __tablename__ = "inbox_event"
    __table_args__ = (
        UniqueConstraint("corp_id", "fingerprint"),
        Index("ix_inbox_event_waiting", "id", postgresql_where=text("state = 'new'")),
        Index(
            "ix_inbox_event_unknown", "corp_id", "id", postgresql_where=text("state = 'unknown'")
        ),
        Index(
            "ix_inbox_event_sealed",
            "corp_id",
            "created_at",
            postgresql_where=text("envelope <> ''::bytea"),
        ),
        Index("ix_inbox_event_named", "name", "id", postgresql_where=text("state = 'new'")),
    )

    agentid: Mapped[int | None]
    fingerprint: Mapped[str]
    name: Mapped[str]  # a key of app.events.table.EVENTS, or "Unknown"
    fields: Mapped[dict[str, Any]]
    message: Mapped[dict[str, Any]]  # WeCom's decoded message, whole
    envelope: Mapped[bytes] = mapped_column(LargeBinary, default=b"")  # as it came, encrypted
    userid: Mapped[str | None]
    external_userid: Mapped[str | None] = mapped_column(index=True)
    happened_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="new")
    rung_at: Mapped[datetime | None] = mapped_column(server_default=text("clock_timestamp()"))

    reactions: Mapped[list["InboxReaction"]] = relationship(
        back_populates="event", order_by="InboxReaction.position"
    )


class InboxReaction(Row):
    """One reaction to one event.

    state: pending → running → done | pointless (nothing to do, `note` says why)
    | again (temporary error, at `due_at`) | parked (for a person, with its error).
    """

    __tablename__ = "inbox_reaction"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        Index(
            "ix_inbox_reaction_waiting",
            "due_at",
            postgresql_where=text("state in ('pending', 'running', 'again')"),
        ),
        Index(
            "ix_inbox_reaction_parked", "corp_id", "id", postgresql_where=text("state = 'parked'")
        ),
        Index(
            "ix_inbox_reaction_lane",
            "lane",
            "event_id",
            postgresql_where=text("state in ('pending', 'running', 'again')"),
        ),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("inbox_event.id"))
    position: Mapped[int]  # its place in the table of reactions
    name: Mapped[str]  # dotted path of the reaction
    lane: Mapped[str] = mapped_column(default="events", server_default="events")
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None] = mapped_column(server_default=text("clock_timestamp()"))
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]

    event: Mapped[InboxEvent] = relationship(back_populates="reactions")
