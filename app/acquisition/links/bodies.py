"""An acquisition link as programs send and read it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from app.acquisition.codes.bodies import MOST_SOPS, WelcomeBody, WelcomeTold
from app.acquisition.codes.form import MAX_DESCRIPTION, MAX_SOURCE
from app.acquisition.links.form import MAX_NAME, MAX_RANGE, LinkForm
from app.acquisition.links.form_rows import form_with_draft
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.wanted import address
from app.api.answers import Complaint, complaint
from app.api.shell import N_, Key, Line, Name, Paged, RowId, Sent, Told

Party = Annotated[int, Field(ge=1, le=2**32 - 1)]
Status = Literal["published", "waiting", "failed", "deleting", "deleted"]


class AcquisitionLinkBody(Sent):
    """Everything that is decided about a link."""

    name: Name = Field(max_length=MAX_NAME)
    userids: list[Key] = Field(
        default=[], max_length=MAX_RANGE, description=N_("接待成员；没有部门时至少一位")
    )
    department_ids: list[Party] = Field(
        default=[], max_length=MAX_RANGE, description=N_("接待部门")
    )
    skip_verify: bool = Field(default=True, description=N_("客户添加时无需成员通过"))
    source: Line = Field(default="", max_length=MAX_SOURCE, description=N_("商机来源"))
    remark_template: Line = Field(
        default="", max_length=100, description=N_("备注模板，可用 {name} {channel} {date}")
    )
    tag_ids: list[Key] = Field(default=[], max_length=100, description=N_("给客户打上的企业标签"))
    description: Line = Field(
        default="", max_length=MAX_DESCRIPTION, description=N_("写给客户的描述")
    )
    sop_ids: list[RowId] = Field(default=[], max_length=MOST_SOPS, description=N_("客户进入的 SOP"))
    welcome: WelcomeBody = Field(default=WelcomeBody(), description=N_("欢迎语"))


class PlacementBody(Sent):
    """One more place where the link hangs."""

    name: Name = Field(max_length=MAX_NAME, description=N_("放在哪里，例如：抖音主页"))


class PlacementTold(Told):
    """A place; the first has no name."""

    id: int
    name: str
    state: str = Field(description=N_("客户添加时企业微信带回的 state"))
    url: str = Field(description=N_("这个位置的网址，还没有时为空"))


class AcquisitionLinkTold(Told):
    """A link with its placements."""

    id: int
    name: str
    userids: list[str]
    department_ids: list[int]
    skip_verify: bool
    source: str
    remark_template: str
    tag_ids: list[str]
    description: str
    sop_ids: list[int]
    welcome: WelcomeTold
    status: Status
    link_id: str | None
    placements: list[PlacementTold]
    complaint: Complaint | None
    created_at: datetime


class AcquisitionLinksTold(Told):
    """One page of links."""

    items: list[AcquisitionLinkTold]
    total: int
    page: int
    size: int


class AcquisitionLinksAsked(Paged):
    """Which links."""

    words: Line = Field(default="", max_length=100, description=N_("名称里的字"))
    status: Literal["", "running", "failed", "stopped"] = ""


class QuotaTold(Told):
    """What WeCom said last of the quota."""

    total: int | None
    balance: int | None
    expires_on: str | None = Field(description=N_("最先过期的一部分在哪天过期"))
    expires_many: int | None
    asked_at: datetime | None
    complaint: Complaint | None


def fill(form: LinkForm, body: AcquisitionLinkBody) -> LinkForm:
    """Write what was sent into a form; the welcome's files and time windows stay."""
    form.name, form.source = body.name, body.source.strip()
    form.userids = list(dict.fromkeys(body.userids))
    form.department_ids = list(dict.fromkeys(body.department_ids))
    form.skip_verify, form.remark_template = body.skip_verify, body.remark_template.strip()
    form.tag_ids = list(dict.fromkeys(body.tag_ids))
    form.description, form.sop_ids = body.description.strip(), list(dict.fromkeys(body.sop_ids))
    form.draft.always.text = body.welcome.text.replace("\r\n", "\n").strip()
    form.draft.always.links = [link.model_dump() for link in body.welcome.links]
    return form


def told(session: Session, link: AcquisitionLink) -> dict[str, Any]:
    """One link as it is told."""
    form = form_with_draft(session, link)
    return {
        "id": link.id,
        "name": form.name,
        "userids": form.userids,
        "department_ids": form.department_ids,
        "skip_verify": form.skip_verify,
        "source": form.source,
        "remark_template": form.remark_template,
        "tag_ids": form.tag_ids,
        "description": form.description,
        "sop_ids": form.sop_ids,
        "welcome": {"text": form.draft.text, "links": form.draft.always.links},
        "status": status_of(link),
        "link_id": link.link_id,
        "placements": [
            {
                "id": one.id,
                "name": one.name,
                "state": one.channel.state,
                "url": address(link, one.channel.state),
            }
            for one in link.placements
        ],
        "complaint": complaint(link.errcode, link.error),
        "created_at": link.created_at.isoformat(),
    }


def status_of(link: AcquisitionLink) -> Status:
    """How far the link is at WeCom; failed: it stands, and brings nobody."""
    if link.stopped_at is not None:
        return "deleted" if link.is_pushed else "deleting"
    if not link.is_pushed:
        return "waiting"
    return "failed" if link.failed_at is not None else "published"
