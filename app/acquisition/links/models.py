"""Acquisition links, the placements that tell where they hang, the quota, and ops' notices."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.acquisition.agreement.rows import AgreedRow
from app.acquisition.models import Channel
from app.db import Row
from app.kept import Kept
from app.sentences import Sentence


class AcquisitionLink(AgreedRow):
    """A link of 获客助手. `form_key` makes a form that is sent twice one link.

    `failed_at`: WeCom told that it brings nobody. `ended_by` is us or wecom.
    """

    __tablename__ = "acquisition_link"
    __table_args__ = (
        UniqueConstraint("corp_id", "form_key"),
        UniqueConstraint("corp_id", "link_id"),
    )

    form_key: Mapped[str]
    name: Mapped[str]
    link_id: Mapped[str | None]  # None while WeCom has not answered
    url: Mapped[str] = mapped_column(default="")
    userids: Mapped[list[str]]
    department_ids: Mapped[list[int]] = mapped_column(JSONB)
    skip_verify: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(default="")
    failed_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    placements: Mapped[list["LinkPlacement"]] = relationship(
        back_populates="link", order_by="LinkPlacement.id"
    )


class LinkPlacement(Row):
    """One place where a link hangs: its channel's `state` is the customer_channel of its address."""

    __tablename__ = "link_placement"
    __table_args__ = (UniqueConstraint("corp_id", "channel_id"),)

    link_id: Mapped[int] = mapped_column(ForeignKey("acquisition_link.id"), index=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    name: Mapped[str]

    link: Mapped[AcquisitionLink] = relationship(back_populates="placements")
    channel: Mapped[Channel] = relationship()


class AcquisitionQuota(Row):
    """What is left of what was paid for, as WeCom said last: one row a corp."""

    __tablename__ = "acquisition_quota"
    __table_args__ = (UniqueConstraint("corp_id"),)

    total: Mapped[int | None] = mapped_column(BigInteger)
    balance: Mapped[int | None] = mapped_column(BigInteger)
    expires_on: Mapped[date | None]  # the part that expires first …
    expires_many: Mapped[int | None] = mapped_column(BigInteger)  # … and how large it is
    asked_at: Mapped[datetime]
    errcode: Mapped[int | None]
    error: Mapped[str | None]


class AcquisitionNotice(Row):
    """What ops must know about quota or a link; once per callback. `settled_at`: it is past.

    kind: low, out, expiry, failed, deleted.
    """

    __tablename__ = "acquisition_notice"
    __table_args__ = (UniqueConstraint("corp_id", "event_id"),)

    event_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    link_row_id: Mapped[int | None] = mapped_column(ForeignKey("acquisition_link.id"), index=True)
    text: Mapped[Sentence | str | None] = mapped_column(Kept)
    happened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
