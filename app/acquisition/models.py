"""A channel (渠道) with its `state`, and the contact ways (联系我) that carry it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.db import Row


class Channel(Row):
    """Where customers come from: what WeCom sends back to us as `state` (at most 30 characters).

    `source` is the lead's source in the CRM; `remark_template` may hold {name} {channel} {date}.
    `description` is written into the follow's description (描述); `folder` is for our own order.
    """

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("corp_id", "state"),)

    state: Mapped[str]
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    remark_template: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="", server_default="")
    folder: Mapped[str] = mapped_column(default="", server_default="")

    ways: Mapped[list["ContactWay"]] = relationship(back_populates="channel")


class ContactWay(Row):
    """A live QR code (活码) at WeCom: `config_id` is the only handle on it, kept before use.

    The row is what we want; every change makes `version` one more, and `pushed_version` follows
    when WeCom has agreed. `stopped_at` says that it shall be gone at WeCom. `kind` is WeCom's type:
    1 takes one member for ever (only adopted codes are so), 2 several members and departments.
    `is_exclusive`: who scans again stays with the member who has them already.
    """

    __tablename__ = "contact_way"
    __table_args__ = (UniqueConstraint("corp_id", "config_id"),)

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    config_id: Mapped[str | None]  # None while WeCom has not answered
    qr_code: Mapped[str] = mapped_column(default="")  # address of WeCom's image
    qr_type: Mapped[str | None]  # None while the image is not fetched
    qr_image: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    kind: Mapped[int] = mapped_column(default=2, server_default=text("2"))
    userids: Mapped[list[str]]
    parties: Mapped[list[int]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )
    is_exclusive: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    skip_verify: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    pushed_version: Mapped[int] = mapped_column(default=0)
    errcode: Mapped[int | None]
    error: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]  # it stood at WeCom before we knew it

    channel: Mapped[Channel] = relationship(back_populates="ways")

    @property
    def is_pushed(self) -> bool:
        """Whether WeCom holds what this row wants."""
        return self.pushed_version == self.version


class CodeRemoval(Row):
    """A live code that shall be gone at WeCom from `due_at` on; until then it can be taken back."""

    __tablename__ = "code_removal"
    __table_args__ = (UniqueConstraint("way_id"),)

    way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    asked_by: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime] = mapped_column(index=True)
    rung_at: Mapped[datetime | None]


class StrayWay(Row):
    """A live code that stands at WeCom and in no row of ours, as it was seen last (`seen_at`)."""

    __tablename__ = "stray_way"
    __table_args__ = (UniqueConstraint("corp_id", "config_id"),)

    config_id: Mapped[str]
    kind: Mapped[int]
    scene: Mapped[int]
    state: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    userids: Mapped[list[str]]
    parties: Mapped[list[int]] = mapped_column(JSONB, default=list)
    skip_verify: Mapped[bool] = mapped_column(default=True)
    is_exclusive: Mapped[bool] = mapped_column(default=False)
    qr_code: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]


class CodeBatch(Row):
    """Live codes that came in one spreadsheet; those made and not yet at WeCom are due."""

    __tablename__ = "code_batch"

    name: Mapped[str]
    made_by: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # None: nothing to be done
    lease_until: Mapped[datetime | None]  # machine time
    rung_at: Mapped[datetime | None]


class CodeBatchLine(Row):
    """One line of the spreadsheet: what was read, what is wrong with it, and the code it became."""

    __tablename__ = "code_batch_line"
    __table_args__ = (UniqueConstraint("batch_id", "line"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("code_batch.id"))
    line: Mapped[int]
    state: Mapped[str]  # the state that its code will carry, so that made twice it is one
    cells: Mapped[dict[str, Any]]
    errors: Mapped[list[str]] = mapped_column(default=list)
    way_id: Mapped[int | None] = mapped_column(ForeignKey("contact_way.id"), index=True)

    way: Mapped[ContactWay | None] = relationship()
