"""One outgoing call to WeCom, from the decision to the answer; and what stands in its way."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class OutboxCommand(Row):
    """A call that we have decided on. `key` is its business key: it can be decided only once.

    state: pending → sending → done | failed (WeCom's final answer) | expired (its deadline
    passed unspoken) | again (temporary, at `due_at`) | unknown (it may or may not have taken
    effect, and nothing can tell: a person must look).
    """

    __tablename__ = "outbox_command"
    __table_args__ = (
        UniqueConstraint("corp_id", "key"),
        Index(
            "ix_outbox_command_waiting",
            "due_at",
            postgresql_where=text("state in ('pending', 'sending', 'again') and waits_for is null"),
        ),
        Index(
            "ix_outbox_command_stopped",
            "corp_id",
            "id",
            postgresql_where=text("state in ('failed', 'unknown')"),
        ),
        Index(
            "ix_outbox_command_welcomed",
            "event_id",
            postgresql_where=text("kind = 'SendWelcome' and state = 'done'"),
        ),
        Index(
            "ix_outbox_command_msgid",
            text("(answer ->> 'msgid')"),
            postgresql_where=text("kind = 'AddMsgTemplate' and state = 'done'"),
        ),
        Index(  # whether an earlier call about the same pair is unfinished
            "ix_outbox_command_turn",
            "external_userid",
            "userid",
            "kind",
            "corp_id",
            "id",
            postgresql_where=text("state in ('pending', 'sending', 'again')"),
        ),
        Index(
            "ix_outbox_command_lane",
            "lane",
            "due_at",
            "id",
            postgresql_where=text("state in ('pending', 'sending', 'again') and waits_for is null"),
        ),
    )

    key: Mapped[str]
    kind: Mapped[str]  # a key of bots.commands.COMMANDS
    body: Mapped[dict[str, Any]]
    lane: Mapped[str] = mapped_column(default="events")
    userid: Mapped[str | None]
    external_userid: Mapped[str | None] = mapped_column(index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_event.id"), index=True)
    because: Mapped[dict[str, Any]]  # {"reaction", "rule", "version", "reason"}
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    # WeCom's own -1, which it lets us ask again but a few times
    busy_answers: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    maybe_said: Mapped[bool] = mapped_column(default=False)  # an earlier attempt was cut off
    due_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None] = mapped_column(server_default=text("clock_timestamp()"))
    errcode: Mapped[int | None]
    errmsg: Mapped[str | None]
    answer: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
    # what a person said of an unclear call: done or failed; kept when it runs again, but for `as`
    settled_as: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str | None]
    # while a breaker stands, in whichever state it was
    waits_for: Mapped[int | None] = mapped_column(
        ForeignKey("breaker.id", ondelete="SET NULL"), index=True
    )


class Breaker(Row):
    """WeCom refuses an app, or one API of it (`api` "" is all of it), until somebody acts.

    One waiting command after the other is let through as a probe; the first that WeCom
    understands takes the breaker away.
    """

    __tablename__ = "breaker"
    __table_args__ = (UniqueConstraint("corp_id", "agentid", "api"),)

    agentid: Mapped[int]
    api: Mapped[str]  # a path, such as externalcontact/mark_tag
    errcode: Mapped[int]
    errmsg: Mapped[str]
    from_ip: Mapped[str | None]  # as WeCom saw us
    refused_at: Mapped[datetime]  # the last time
    probe_at: Mapped[datetime] = mapped_column(index=True)
    probe_id: Mapped[int | None] = mapped_column(BigInteger)  # the command that is let through
    rung_at: Mapped[datetime | None]
