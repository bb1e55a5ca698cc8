"""A group code (群活码): which groups it may fill, and which of them WeCom is told now."""

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.acquisition.agreement.rows import AgreedRow
from app.acquisition.models import Channel


class GroupCode(AgreedRow):
    """`pool` are the groups that people chose, in their order; `chat_ids` those of them (at most
    five) that WeCom shall fill now. A group leaves `chat_ids` when it has `switch_at` people.

    `maybe_made`: how often WeCom's answer to add_join_way was lost; each may be a code that nobody
    uses, since no API lists them.
    """

    __tablename__ = "group_code"
    __table_args__ = (
        UniqueConstraint("corp_id", "config_id"),
        UniqueConstraint("corp_id", "channel_id"),
    )

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    pool: Mapped[list[str]]
    chat_ids: Mapped[list[str]]
    switch_at: Mapped[int]
    auto_create: Mapped[bool] = mapped_column(default=True)
    room_base_name: Mapped[str] = mapped_column(default="")
    room_base_id: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str] = mapped_column(default="")
    config_id: Mapped[str | None]
    qr_code: Mapped[str] = mapped_column(default="")
    qr_type: Mapped[str | None]
    qr_image: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    maybe_made: Mapped[int] = mapped_column(default=0)

    channel: Mapped[Channel] = relationship(lazy="joined")

    @property
    def failed_at(self) -> None:
        """WeCom does not tell when a group code leads nowhere."""
        return
