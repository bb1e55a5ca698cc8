"""Customer groups (客户群) as WeCom names them, and who is inside."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class GroupChat(Row):
    """A customer group. `size` counts everybody, `customers` the people from outside."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("corp_id", "chat_id"),)

    chat_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    customers: Mapped[int] = mapped_column(default=0)
    member_version: Mapped[str] = mapped_column(default="")
    founded_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    mirrored_at: Mapped[datetime | None]


class GroupMember(Row):
    """A customer in a group, or one who has left it; `state` names the group code they came by.

    `join_scene`: 1 invited by a member, 2 by an invitation link, 3 by a code.
    """

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("corp_id", "chat_id", "external_userid"),)

    chat_id: Mapped[str]
    external_userid: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="", index=True)
    join_scene: Mapped[int] = mapped_column(BigInteger, default=0)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
