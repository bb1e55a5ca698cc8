"""One outgoing call to WeCom, from the decision to the answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
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
            postgresql_where=text("state in ('pending', 'sending', 'again')"),
        ),
        Index(
            "ix_outbox_command_lane",
            "lane",
            "due_at",
            "id",
            postgresql_where=text("state in ('pending', 'sending', 'again')"),
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
    maybe_said: Mapped[bool] = mapped_column(default=False)  # an earlier attempt was cut off
    due_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None] = mapped_column(server_default=text("clock_timestamp()"))
    errcode: Mapped[int | None]
    errmsg: Mapped[str | None]
    answer: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
