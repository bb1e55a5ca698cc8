"""A channel (渠道) with its `state`, and the contact ways (联系我) that carry it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Row


class Channel(Row):
    """Where customers come from: what WeCom sends back to us as `state` (at most 30 characters).

    `source` is the lead's source in the CRM; `remark_template` may hold {name} {channel} {date}.
    """

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("corp_id", "state"),)

    state: Mapped[str]
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    remark_template: Mapped[str] = mapped_column(default="")

    ways: Mapped[list["ContactWay"]] = relationship(back_populates="channel")


class ContactWay(Row):
    """A live QR code (活码) at WeCom: `config_id` is the only handle on it, kept before use."""

    __tablename__ = "contact_way"
    __table_args__ = (UniqueConstraint("corp_id", "config_id"),)

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    config_id: Mapped[str | None]  # None while WeCom has not answered
    qr_code: Mapped[str] = mapped_column(default="")  # address of WeCom's image
    userids: Mapped[list[str]]
    skip_verify: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(default="")
    error: Mapped[str | None]
    stopped_at: Mapped[datetime | None]

    channel: Mapped[Channel] = relationship(back_populates="ways")
