"""Lists of phone numbers, their numbers, and the tasks by which members work through them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class PhoneDraft(Row):
    """A table somebody has handed in and not yet kept: nothing is lost while they look at it.

    `columns` says which column is what: {"phone": 0, "name": 1}; `has_head` that row 1 names them.
    """

    __tablename__ = "phone_draft"

    made_by: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    rows: Mapped[list[list[str]]] = mapped_column(JSONB)
    has_head: Mapped[bool]
    columns: Mapped[dict[str, Any]]


class PhoneList(Row):
    """A list (名单): who works through it, what to say, and what becomes of those who accept.

    `weights` are userid → share, in the order chosen; `remark_template` may hold {name} {channel}
    {date}. After `reclaim_days` (0: never) a number goes to `reclaim_to`: others | ops.
    """

    __tablename__ = "phone_list"

    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    script: Mapped[str] = mapped_column(default="")
    remark_template: Mapped[str] = mapped_column(default="")
    tag_ids: Mapped[list[str]] = mapped_column(default=list)
    weights: Mapped[dict[str, Any]]
    reclaim_days: Mapped[int]
    reclaim_to: Mapped[str]
    reminders: Mapped[int]
    made_by: Mapped[str]
    closed_at: Mapped[datetime | None]


class PhoneTask(Row):
    """The numbers of one list that were given to one member at once.

    `due_at`: when to remind next or to take back what is left, whichever comes first; None when
    nothing is to come.
    """

    __tablename__ = "phone_task"
    __table_args__ = (
        Index("ix_phone_task_due", "due_at", postgresql_where=text("due_at is not null")),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("phone_list.id"), index=True)
    userid: Mapped[str] = mapped_column(index=True)
    told: Mapped[int] = mapped_column(default=0)  # notices, the first one included
    remind_at: Mapped[datetime | None]
    reclaim_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    rung_at: Mapped[datetime | None]


class PhoneItem(Row):
    """A row of a list as it was handed in, and what became of its number.

    verdict: good | repeated | blocked | friend | earlier | bad; `why` says more (words.py), and
    `told` names the row, list or member that it is about.
    state: left (not good) | open (with nobody) | given | asked | added | failed | friend (was one
    before the list came, as it turned out).
    """

    __tablename__ = "phone_item"
    __table_args__ = (
        UniqueConstraint("list_id", "place"),
        Index("ix_phone_item_phone", "corp_id", "phone"),
        Index("ix_phone_item_userid", "corp_id", "userid", "state"),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("phone_list.id"))
    place: Mapped[int]  # row in the table, as a spreadsheet counts
    typed: Mapped[str]
    phone: Mapped[str]  # E.164; empty when bad
    name: Mapped[str]
    note: Mapped[str]
    source: Mapped[str]
    verdict: Mapped[str]
    why: Mapped[str]
    told: Mapped[str]
    state: Mapped[str]
    userid: Mapped[str | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("phone_task.id"), index=True)
    asked_at: Mapped[datetime | None]  # for the first time, by whomever
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # of failing
    external_userid: Mapped[str | None] = mapped_column(index=True)
    added_by: Mapped[str | None]  # the member whose friend it became


class PhoneTurn(Row):
    """One member's turn with one number; the turns of a number are its history.

    `ended_because`: added | elsewhere (a colleague was quicker) | friend | failed | reclaimed |
    moved | closed.
    """

    __tablename__ = "phone_turn"
    __table_args__ = (Index("ix_phone_turn_list", "list_id", "userid"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("phone_list.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("phone_item.id"), index=True)
    userid: Mapped[str]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]


class PhoneBlock(Row):
    """A number that nobody may be asked to add (勿扰)."""

    __tablename__ = "phone_block"
    __table_args__ = (UniqueConstraint("corp_id", "phone"),)

    phone: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]


class PhoneLook(Row):
    """Somebody looked at whole numbers on purpose: at one, or at all of a list (item_id None)."""

    __tablename__ = "phone_look"

    list_id: Mapped[int | None] = mapped_column(ForeignKey("phone_list.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("phone_item.id"), index=True)
    userid: Mapped[str]
