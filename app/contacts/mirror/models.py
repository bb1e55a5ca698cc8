"""A reconciling run and how far it has come with each member: a killed run goes on from there."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row

UNFINISHED = ("pending", "running", "again")


class MirrorRun(Row):
    """One comparison of everything we know with everything WeCom says.

    stage: lists (members and tags) → members (their customers) → ends (follows that WeCom has
    dropped). state: pending → running → done | halted (too many follows would end: a person must
    look) | again (temporary, at `due_at`) | parked (WeCom's final refusal).
    """

    __tablename__ = "mirror_run"
    __table_args__ = (
        Index(
            "uq_mirror_run_unfinished",
            "corp_id",
            unique=True,
            postgresql_where=text("state in ('pending', 'running', 'again')"),
        ),
    )

    stage: Mapped[str] = mapped_column(default="lists")
    state: Mapped[str] = mapped_column(default="pending")
    staff: Mapped[int] = mapped_column(default=0)  # rows changed
    tags: Mapped[int] = mapped_column(default=0)  # rows changed
    missing: Mapped[int | None]  # follows that WeCom did not list twice running
    ended: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None] = mapped_column(server_default=text("clock_timestamp()"))
    finished_at: Mapped[datetime | None]


class MirrorMember(Row):
    """How far a run has come with one member's customers; `cursor` is WeCom's.

    state: pending → done | failed (WeCom will not tell of this member; none of the follows ends).
    """

    __tablename__ = "mirror_member"
    __table_args__ = (UniqueConstraint("run_id", "userid"),)

    run_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("mirror_run.id", ondelete="CASCADE"))
    userid: Mapped[str]
    state: Mapped[str] = mapped_column(default="pending")
    expected: Mapped[int | None]  # customers that WeCom lists; None: not asked yet
    cursor: Mapped[str | None]
    seen: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
