"""Staff (成员), external contacts (客户), follows (好友关系) and corp tags (企业标签)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Row
from app.kept import Kept
from app.sentences import Sentence


class Staff(Row):
    """A member (成员) as WeCom names it."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("corp_id", "userid"),)

    userid: Mapped[str]
    name: Mapped[str]
    departments: Mapped[list[str]] = mapped_column(default=list)  # names, for people
    department_ids: Mapped[list[int]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )
    placed_at: Mapped[datetime | None]  # when WeCom was of that mind about the departments
    can_follow: Mapped[bool] = mapped_column(default=False)  # has 客户联系
    is_active: Mapped[bool] = mapped_column(default=True)


class Department(Row):
    """A department (部门) that the app may see: live codes can name one instead of members."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("corp_id", "department_id"),)

    department_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))


class ExternalContact(Row):
    """A customer (客户): one row a corp, however many members know them."""

    __tablename__ = "external_contact"
    __table_args__ = (UniqueConstraint("corp_id", "external_userid"),)

    external_userid: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    avatar: Mapped[str] = mapped_column(default="")
    gender: Mapped[int] = mapped_column(default=0)  # 0 unknown, 1 male, 2 female
    type: Mapped[int] = mapped_column(default=1)  # 1 WeChat, 2 WeCom
    corp_name: Mapped[str] = mapped_column(default="")
    mirrored_at: Mapped[datetime | None]


class Follow(Row):
    """The tie of one member and one customer; `state` names the live code it came through.

    `mobiles` are the numbers that the member has noted (remark_mobiles), one a line.
    `is_confirmed` is False while WeCom knows only half of it (add_half_external_contact).
    `ended_by` is staff or customer. `absences` counts the reconciling runs in a row that did not
    see it: the first at `absent_at`, the last was the run `absent_in`.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("corp_id", "userid", "external_userid"),
        Index(
            "ix_follow_absent", "corp_id", "userid", postgresql_where=text("absent_at is not null")
        ),
    )

    userid: Mapped[str]
    external_userid: Mapped[str] = mapped_column(index=True)
    remark: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    mobiles: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="", index=True)
    add_way: Mapped[int] = mapped_column(default=0)
    is_confirmed: Mapped[bool] = mapped_column(default=True)
    followed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    mirrored_at: Mapped[datetime | None]
    absences: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    absent_at: Mapped[datetime | None]
    absent_in: Mapped[int | None] = mapped_column(BigInteger)

    tags: Mapped[list["FollowTag"]] = relationship(back_populates="follow")


class TagGroup(Row):
    """A group of corp tags."""

    __tablename__ = "tag_group"
    __table_args__ = (UniqueConstraint("corp_id", "group_id"),)

    group_id: Mapped[str]
    name: Mapped[str]
    order: Mapped[int] = mapped_column(BigInteger, default=0)


class CorpTag(Row):
    """A corp tag (企业标签)."""

    __tablename__ = "corp_tag"
    __table_args__ = (UniqueConstraint("corp_id", "tag_id"),)

    tag_id: Mapped[str]
    group_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    order: Mapped[int] = mapped_column(BigInteger, default=0)
    deleted_at: Mapped[datetime | None]


class FollowTag(Row):
    """A tag on a follow, and why it is there.

    `command_id` is the MarkTag that put it on (None: found in WeCom, put on by hand);
    `marked_at` is when WeCom agreed, None while it is on its way.
    """

    __tablename__ = "follow_tag"
    __table_args__ = (UniqueConstraint("follow_id", "tag_id"),)

    follow_id: Mapped[int] = mapped_column(ForeignKey("follow.id"))
    tag_id: Mapped[str]
    rule_id: Mapped[int | None] = mapped_column(BigInteger)
    rule: Mapped[Sentence | str | None] = mapped_column(Kept)  # the rule's name, as it was
    version: Mapped[int | None]
    reason: Mapped[Sentence | str | None] = mapped_column(Kept)
    command_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_command.id"), index=True)
    marked_at: Mapped[datetime | None]

    follow: Mapped[Follow] = relationship(back_populates="tags")
