"""A channel (渠道) with its `state`, and the contact ways (联系我) that carry it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

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
    """A live QR code (活码) at WeCom: `config_id` is the only handle on it, kept before use.

    The row is what we want; every change makes `version` one more, and `pushed_version` follows
    when WeCom has agreed. `stopped_at` says that it shall be gone at WeCom.
    """

    __tablename__ = "contact_way"
    __table_args__ = (UniqueConstraint("corp_id", "config_id"),)

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    config_id: Mapped[str | None]  # None while WeCom has not answered
    qr_code: Mapped[str] = mapped_column(default="")  # address of WeCom's image
    qr_type: Mapped[str | None]  # None while the image is not fetched
    qr_image: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    userids: Mapped[list[str]]
    skip_verify: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    pushed_version: Mapped[int] = mapped_column(default=0)
    errcode: Mapped[int | None]
    error: Mapped[str | None]
    stopped_at: Mapped[datetime | None]

    channel: Mapped[Channel] = relationship(back_populates="ways")

    @property
    def is_pushed(self) -> bool:
        """Whether WeCom holds what this row wants."""
        return self.pushed_version == self.version
