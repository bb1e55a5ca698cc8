"""A live code's plan and what follows from it now; counts of adds; members' own switches."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class CodeSchedule(Row):
    """Who receives by a code. `plan` is what people decided; `serving`, `serving_parties` and
    `skips_verify` are what WeCom should have of it now, told by `publish`.

    `due_at` is when somebody must look again: the exact next change, or the next try at telling
    WeCom; None when the code has been deleted. `attempts` counts failures in a row.
    """

    __tablename__ = "code_schedule"
    __table_args__ = (UniqueConstraint("way_id"),)

    way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    plan: Mapped[dict[str, Any]]
    serving: Mapped[list[str]]
    serving_parties: Mapped[list[int]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )
    skips_verify: Mapped[bool]
    reason: Mapped[dict[str, Any]]  # {"source", "because", "left_out", "by_name"}
    next_change_at: Mapped[datetime | None]  # None: nothing changes within a week
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None]


class CodeCount(Row):
    """How many customers a member has got by a code on one day of the corp. A new day is a new
    row: nothing has to be reset."""

    __tablename__ = "code_count"
    __table_args__ = (UniqueConstraint("way_id", "day", "userid"),)

    way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    userid: Mapped[str]
    day: Mapped[date]
    adds: Mapped[int]


class CountedAdd(Row):
    """An add that has been counted, by its event: however often it runs, it counts once."""

    __tablename__ = "counted_add"
    __table_args__ = (
        UniqueConstraint("corp_id", "event_id"),
        Index("ix_counted_add_way_id_added_at", "way_id", "added_at"),
    )

    event_id: Mapped[int] = mapped_column(BigInteger)
    way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    userid: Mapped[str]
    added_at: Mapped[datetime]


class Recess(Row):
    """A member's own switch (今天暂停接待): no customers until then. `way_id` None: by any code."""

    __tablename__ = "recess"
    __table_args__ = (
        UniqueConstraint("corp_id", "userid", "way_id", postgresql_nulls_not_distinct=True),
    )

    userid: Mapped[str]
    way_id: Mapped[int | None] = mapped_column(ForeignKey("contact_way.id"), index=True)
    until: Mapped[datetime]
