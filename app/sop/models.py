"""SOPs with versions and steps; enrollments that walk through them; tasks that staff do."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Row
from app.kept import Kept
from app.sentences import Sentence


class Sop(Row):
    """A SOP for new customers; `states` limits it to channels (empty: all).

    `version` is the published version's number, 0 while it is only a draft.
    """

    __tablename__ = "sop"

    name: Mapped[str]
    states: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=False)
    ends_on_reply: Mapped[bool] = mapped_column(default=True)

    versions: Mapped[list["SopVersion"]] = relationship(
        back_populates="sop", order_by="SopVersion.number"
    )


class SopVersion(Row):
    """One version of a SOP's steps. A published version is never edited: editing makes the next."""

    __tablename__ = "sop_version"
    __table_args__ = (UniqueConstraint("sop_id", "number"),)

    sop_id: Mapped[int] = mapped_column(ForeignKey("sop.id"))
    number: Mapped[int]
    published_at: Mapped[datetime | None]

    sop: Mapped[Sop] = relationship(back_populates="versions")
    steps: Mapped[list["Step"]] = relationship(back_populates="version", order_by="Step.position")


class Step(Row):
    """One step: on `day` (0 = the day of adding, in the corp's zone) at `at`, or `after_minutes`.

    kind: task (staff do it from the sidebar) | group_message (群发: staff confirm it in WeCom).
    """

    __tablename__ = "sop_step"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("sop_version.id"))
    position: Mapped[int]
    kind: Mapped[str]
    day: Mapped[int] = mapped_column(default=0)
    at: Mapped[str | None]  # "HH:MM", the corp's time
    after_minutes: Mapped[int | None]
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    version: Mapped[SopVersion] = relationship(back_populates="steps")


class Enrollment(Row):
    """One customer on one SOP with one member. The next step is due at `due_at`.

    state: running → finished (all steps taken) | ended (`ended_because`: reply, lost, removed,
    stopped).
    """

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("sop_id", "userid", "external_userid"),
        Index("ix_enrollment_due", "due_at", postgresql_where=text("state = 'running'")),
    )

    sop_id: Mapped[int] = mapped_column(ForeignKey("sop.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("sop_version.id"), index=True)
    userid: Mapped[str]
    external_userid: Mapped[str] = mapped_column(index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_event.id"), index=True)
    enrolled_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(default=0)  # the next step
    due_at: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="running")
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]

    sop: Mapped[Sop] = relationship()


class Task(Row):
    """A step that came due for a customer: what a member does or confirms.

    state: open (in the sidebar) | waiting (group message waits for the member's tap in WeCom)
    | done | postponed | rejected | failed | cancelled. `poll_at`: when to ask WeCom again.
    """

    __tablename__ = "sop_task"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "step_id"),
        Index("ix_sop_task_poll", "poll_at", postgresql_where=text("poll_at is not null")),
    )

    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("sop_step.id"), index=True)
    userid: Mapped[str] = mapped_column(index=True)
    external_userid: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    due_at: Mapped[datetime]
    command_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_command.id"), index=True)
    msgid: Mapped[str | None]  # WeCom's id of the group message
    poll_at: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    result: Mapped[Sentence | str | None] = mapped_column(Kept)  # what WeCom said of it

    enrollment: Mapped[Enrollment] = relationship()
    step: Mapped[Step] = relationship()
