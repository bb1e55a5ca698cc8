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
    filename: Mapped[str]
    content_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    media_id: Mapped[str | None]
    uploaded_at: Mapped[datetime | None]
    lending_until: Mapped[datetime | None]  # machine time: somebody is uploading it


class Welcome(Row):
    """A welcome for customers who come through `state` (None: for everybody else).

    `text` may hold {客户昵称} and {员工姓名}. `attachments` are
    {"msgtype": "image", "material_id": n} or {"msgtype": "link", "title", "url", "desc", "picurl"}.
    """

    __tablename__ = "welcome"
    __table_args__ = (UniqueConstraint("corp_id", "state", postgresql_nulls_not_distinct=True),)

    name: Mapped[str]
    state: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="")
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
