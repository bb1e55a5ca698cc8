"""A live code as programs send and read it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from app.acquisition.codes.form import (
    MAX_DESCRIPTION,
    MAX_FOLDER,
    MAX_MEMBERS,
    MAX_NAME,
    MAX_SOURCE,
    CodeForm,
)
from app.acquisition.codes.removal import removals
from app.acquisition.codes.rows import form_with_draft
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import schedule_of
from app.api.answers import Complaint, complaint
from app.api.shell import N_, Key, Line, Name, Paged, RowId, Sent, Text, Told
from app.outreach.bodies import LinkBody, LinkTold
from app.outreach.welcome import MAX_ATTACHMENTS

MOST_TAGS = 100
MOST_SOPS = 50
Party = Annotated[int, Field(ge=1, le=2**32 - 1)]
Status = Literal["published", "waiting", "deleting", "deleted"]


class WelcomeBody(Sent):
    """What the customer is welcomed with; empty: the default welcome."""

    text: Text = Field(
        default="", max_length=4000, description=N_("最多 4000 字节，可用编辑器里的两个占位词")
    )
    links: list[LinkBody] = Field(default=[], max_length=MAX_ATTACHMENTS)


class CodeBody(Sent):
    """Everything that is decided about a live code; what is left out is as in a new form."""

    name: Name = Field(max_length=MAX_NAME, description=N_("活码名称，也是企业微信里的备注"))
    userids: list[Key] = Field(
        default=[], max_length=MAX_MEMBERS, description=N_("接待成员；没有部门时至少一位")
    )
    parties: list[Party] = Field(default=[], max_length=100, description=N_("接待部门"))
    source: Line = Field(default="", max_length=MAX_SOURCE, description=N_("商机来源"))
    folder: Line = Field(default="", max_length=MAX_FOLDER, description=N_("分组"))
    description: Line = Field(
        default="", max_length=MAX_DESCRIPTION, description=N_("写给客户的描述")
    )
    remark_template: Line = Field(
        default="", max_length=100, description=N_("备注模板，可用 {name} {channel} {date}")
    )
    skip_verify: bool = Field(default=True, description=N_("客户添加时无需成员通过"))
    is_exclusive: bool = Field(
        default=False, description=N_("同一客户只归一位成员；只能在新建时决定")
    )
    tag_ids: list[Key] = Field(
        default=[], max_length=MOST_TAGS, description=N_("给客户打上的企业标签")
    )
    sop_ids: list[RowId] = Field(default=[], max_length=MOST_SOPS, description=N_("客户进入的 SOP"))
    welcome: WelcomeBody = Field(default=WelcomeBody(), description=N_("欢迎语"))


class PauseBody(Sent):
    """Whether the code rests."""

    is_paused: bool = Field(description=N_("暂停时由备用成员接待"))


class WelcomeTold(Told):
    """A welcome as it is kept; files and time windows are edited in the console."""

    text: str
    links: list[LinkTold]


class CodeTold(Told):
    """A live code."""

    id: int
    name: str
    userids: list[str]
    parties: list[int]
    source: str
    folder: str
    description: str
    remark_template: str
    skip_verify: bool
    is_exclusive: bool
    tag_ids: list[str]
    sop_ids: list[int]
    welcome: WelcomeTold
    state: str = Field(description=N_("客户添加时企业微信带回的 state"))
    status: Status
    is_paused: bool
    serving: list[str] = Field(description=N_("此刻按排班接待的成员"))
    serving_parties: list[int] = Field(description=N_("此刻按排班接待的部门"))
    config_id: str | None
    qr: str | None = Field(description=N_("二维码图片的地址，还没有时为 null"))
    complaint: Complaint | None
    created_at: datetime


class CodesTold(Told):
    """One page of live codes."""

    items: list[CodeTold]
    total: int
    page: int
    size: int


class CodesAsked(Paged):
    """Which live codes."""

    words: Line = Field(default="", max_length=100, description=N_("名称或来源里的字"))
    userid: Line = Field(default="", max_length=64, description=N_("由这位成员接待"))
    folder: Line = Field(default="", max_length=MAX_FOLDER, description=N_("在这个分组里"))
    tag_id: Line = Field(default="", max_length=64, description=N_("打这个标签"))
    status: Literal["", "running", "failed", "stopped"] = ""
    order: Literal["", "oldest", "name"] = Field(default="", description=N_("默认最新的在前"))


def fill(form: CodeForm, body: CodeBody) -> CodeForm:
    """Write what was sent into a form; its schedule, files and time windows stay."""
    form.name, form.source, form.folder = body.name, body.source.strip(), body.folder.strip()
    form.description = body.description.strip()
    form.remark_template = body.remark_template.strip()
    form.userids = list(dict.fromkeys(body.userids))
    form.parties = [str(party) for party in dict.fromkeys(body.parties)]
    form.tag_ids = list(dict.fromkeys(body.tag_ids))
    form.sop_ids = list(dict.fromkeys(body.sop_ids))
    form.skip_verify = body.skip_verify
    if form.is_new:
        form.is_exclusive = body.is_exclusive
    form.draft.always.text = body.welcome.text.replace("\r\n", "\n").strip()
    form.draft.always.links = [link.model_dump() for link in body.welcome.links]
    return form


def told(session: Session, way: ContactWay, qr: str) -> dict[str, Any]:
    """One live code as it is told; `qr` is where its picture is."""
    schedule = schedule_of(session, way.id)
    form = form_with_draft(session, way, schedule)
    return {
        "id": way.id,
        "name": form.name,
        "userids": form.userids,
        "parties": way.parties,
        "source": form.source,
        "folder": form.folder,
        "description": form.description,
        "remark_template": form.remark_template,
        "skip_verify": form.skip_verify,
        "is_exclusive": form.is_exclusive,
        "tag_ids": form.tag_ids,
        "sop_ids": form.sop_ids,
        "welcome": {"text": form.draft.text, "links": form.draft.always.links},
        "state": form.state,
        "status": status_of(way, is_going=way.id in removals(session, [way.id])),
        "is_paused": bool(schedule and schedule.plan.get("is_paused")),
        "serving": schedule.serving if schedule else way.userids,
        "serving_parties": schedule.serving_parties if schedule else way.parties,
        "config_id": way.config_id,
        "qr": qr if way.qr_type is not None else None,
        "complaint": complaint(way.errcode, way.error),
        "created_at": way.created_at.isoformat(),
    }


def status_of(way: ContactWay, *, is_going: bool) -> Status:
    """How far the code is at WeCom."""
    if way.stopped_at is not None:
        return "deleted" if way.is_pushed else "deleting"
    if is_going:
        return "deleting"
    return "published" if way.is_pushed else "waiting"
