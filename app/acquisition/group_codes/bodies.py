"""A group code as programs send and read it."""

from datetime import datetime
from typing import Any, Literal

from flask import url_for
from pydantic import Field
from sqlalchemy.orm import Session

from app.acquisition.codes.form import MAX_SOURCE
from app.acquisition.group_codes.form import (
    MAX_BASE_NAME,
    MAX_NAME,
    MOST_PEOPLE,
    SWITCH_AT,
    GroupCodeForm,
    form_of,
)
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.wanted import sizes_of
from app.api.answers import Complaint, complaint
from app.api.shell import N_, Key, Line, Name, Paged, Sent, Told

MOST_GROUPS = 500
MAX_NUMBER = 2**31 - 1  # of PostgreSQL's integer
Status = Literal["published", "waiting", "deleting", "deleted"]


class GroupCodeBody(Sent):
    """Everything that is decided about a group code."""

    name: Name = Field(max_length=MAX_NAME)
    pool: list[Key] = Field(
        max_length=MOST_GROUPS, description=N_("可以进的客户群，按先后；每个群的 chat_id")
    )
    switch_at: int = Field(
        default=SWITCH_AT, ge=2, le=MOST_PEOPLE, description=N_("满多少人换下一个群")
    )
    auto_create: bool = Field(default=True, description=N_("都满了由企业微信自动建群"))
    room_base_name: Line = Field(
        default="", max_length=MAX_BASE_NAME, description=N_("自动建群的群名前缀")
    )
    room_base_id: int = Field(default=1, ge=1, le=MAX_NUMBER, description=N_("自动建群的起始编号"))
    source: Line = Field(default="", max_length=MAX_SOURCE, description=N_("商机来源"))


class PoolGroupTold(Told):
    """A group of the pool that stands."""

    chat_id: str
    people: int


class GroupCodeTold(Told):
    """A group code."""

    id: int
    name: str
    pool: list[str]
    switch_at: int
    auto_create: bool
    room_base_name: str
    room_base_id: int
    source: str
    state: str = Field(description=N_("客户进群时企业微信带回的 state"))
    filling: list[str] = Field(description=N_("现在让客户进的群"))
    groups: list[PoolGroupTold] = Field(description=N_("还在的群和人数"))
    status: Status
    config_id: str | None
    qr: str | None = Field(description=N_("二维码图片的地址，还没有时为 null"))
    complaint: Complaint | None
    created_at: datetime


class GroupCodesTold(Told):
    """One page of group codes."""

    items: list[GroupCodeTold]
    total: int
    page: int
    size: int


class GroupCodesAsked(Paged):
    """Which group codes."""

    words: Line = Field(default="", max_length=100, description=N_("名称里的字"))
    status: Literal["", "running", "failed", "stopped"] = ""


def fill(form: GroupCodeForm, body: GroupCodeBody) -> GroupCodeForm:
    """Write what was sent into a form."""
    form.name, form.source = body.name, body.source.strip()
    form.pool, form.switch_at = list(dict.fromkeys(body.pool)), body.switch_at
    form.auto_create = body.auto_create
    form.room_base_name = body.room_base_name.strip()
    form.room_base_id = body.room_base_id
    return form


def told(session: Session, code: GroupCode) -> dict[str, Any]:
    """One group code as it is told."""
    form, sizes = form_of(code), sizes_of(session, code)
    address = url_for("api.group_code_resources.qr", id=code.id)
    return {
        "id": code.id,
        "name": form.name,
        "pool": form.pool,
        "switch_at": form.switch_at,
        "auto_create": form.auto_create,
        "room_base_name": form.room_base_name,
        "room_base_id": form.room_base_id,
        "source": form.source,
        "state": form.state,
        "filling": code.chat_ids,
        "groups": [
            {"chat_id": chat_id, "people": sizes[chat_id]}
            for chat_id in code.pool
            if chat_id in sizes
        ],
        "status": status_of(code),
        "config_id": code.config_id,
        "qr": address if code.qr_type is not None else None,
        "complaint": complaint(code.errcode, code.error),
        "created_at": code.created_at.isoformat(),
    }


def status_of(code: GroupCode) -> Status:
    """How far the code is at WeCom."""
    if code.stopped_at is not None:
        return "deleted" if code.is_pushed else "deleting"
    return "published" if code.is_pushed else "waiting"
