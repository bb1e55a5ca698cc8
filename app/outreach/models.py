"""Welcomes (欢迎语) and the materials (素材) attached to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Row


class Material(Row):
    """A file to send; `media_id` lives three days at WeCom and is renewed before that."""

    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("corp_id", "sha256"),)

    kind: Mapped[str]  # image | video | file
    filename: Mapped[str]  # what a customer sees of a file
    name: Mapped[str] = mapped_column(default="", server_default="")  # what we call it
    size: Mapped[int] = mapped_column(default=0, server_default="0")  # bytes
    content_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    media_id: Mapped[str | None]
    uploaded_at: Mapped[datetime | None]
    lending_until: Mapped[datetime | None]  # machine time: somebody is uploading it
    errcode: Mapped[int | None]  # why the last loan failed
    error: Mapped[str | None]


class Welcome(Row):
    """A welcome for customers who come through `state`, or else to `userid` (None: to anybody).

    `text` may hold {客户昵称} and {员工姓名}. `attachments` are {"msgtype", "material_id"} of an
    image, a video or a file, {"msgtype": "link", "title", "url", "desc", "picurl"}, or
    {"msgtype": "miniprogram", "title", "appid", "page", "material_id"} with its cover. `windows`
    say something else at certain times: {"name", "from", "to", "weekdays" or "first" and "last",
    "text", "attachments"}.
    """

    __tablename__ = "welcome"
    __table_args__ = (
        UniqueConstraint("corp_id", "state", "userid", postgresql_nulls_not_distinct=True),
    )

    name: Mapped[str]
    state: Mapped[str | None]
    userid: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="")
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    windows: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class GroupWelcome(Row):
    """A welcome that owners apply to their groups (入群欢迎语素材), as we want it at WeCom.

    `asked_at` stands while WeCom has not answered to its making: WeCom lists none, so one whose
    answer was lost is never made again without a person's word.
    """

    __tablename__ = "group_welcome"
    __table_args__ = (UniqueConstraint("corp_id", "form_key"),)

    form_key: Mapped[str]  # a form sent twice is one row
    name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")  # may hold {客户昵称}
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # one at most
    notify: Mapped[bool] = mapped_column(default=True)  # tell the owners; at its making only
    template_id: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    pushed_version: Mapped[int] = mapped_column(default=0)
    errcode: Mapped[int | None]
    error: Mapped[str | None]
    stopped_at: Mapped[datetime | None]

    @property
    def is_pushed(self) -> bool:
        """Whether WeCom holds what this row wants."""
        return self.pushed_version == self.version

    @property
    def is_unknown(self) -> bool:
        """Whether it may stand at WeCom without our knowing its id."""
        return self.template_id is None and self.asked_at is not None
