"""The form of an acquisition link: read, checked, and turned into what is wanted."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.acquisition.codes.form import (
    MAX_DESCRIPTION,
    MAX_SOURCE,
    too_long,
    wrong_sops,
    wrong_template,
)
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.wanted import WantedLink
from app.acquisition.states import check, make
from app.outreach.composer import Draft, check_draft

MAX_NAME = 30  # characters, WeCom's limit
MAX_RANGE = 500  # members, and as many departments


@dataclass
class LinkForm:
    """What stands in the form; `errors` go beside the fields."""

    state: str
    name: str = ""
    userids: list[str] = field(default_factory=list)
    department_ids: list[int] = field(default_factory=list)
    skip_verify: bool = True
    source: str = ""
    remark_template: str = "{name}-{channel}-{date}"
    tag_ids: list[str] = field(default_factory=list)
    description: str = ""
    sop_ids: list[int] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    errors: dict[str, str] = field(default_factory=dict)

    def wanted(self) -> WantedLink:
        """What the person has decided."""
        return WantedLink(
            name=self.name,
            userids=self.userids,
            department_ids=self.department_ids,
            skip_verify=self.skip_verify,
            source=self.source,
            remark_template=self.remark_template,
            tag_ids=self.tag_ids,
            description=self.description,
            sop_ids=self.sop_ids,
            text=self.draft.text,
            attachments=self.draft.attachments,
            windows=self.draft.kept_windows,
        )


@dataclass(frozen=True)
class Choices:
    """What exists and can be chosen."""

    userids: Collection[str]
    department_ids: Collection[int]
    tag_ids: Collection[str]
    sop_ids: Collection[int] = ()
    kept_alone: Collection[str] = ()  # names of SOPs that must not lose this link


def new_state() -> str:
    """A state for a form or a placement that is about to be made."""
    return make(secrets.token_bytes(16))


def form_of(link: AcquisitionLink, tag_ids: list[str]) -> LinkForm:
    """The form of a link that stands already."""
    channel = link.placements[0].channel
    return LinkForm(
        link.form_key,
        name=link.name,
        userids=link.userids,
        department_ids=link.department_ids,
        skip_verify=link.skip_verify,
        source=channel.source,
        remark_template=channel.remark_template,
        tag_ids=tag_ids,
        description=channel.description,
    )


def read_form(sent: MultiDict[str, str], draft: Draft) -> LinkForm:
    """The form as it was sent."""
    return LinkForm(
        sent.get("state", ""),
        name=sent.get("name", "").strip(),
        userids=sent.getlist("userids"),
        department_ids=sent.getlist("department_ids", type=int),
        skip_verify="skip_verify" in sent,
        source=sent.get("source", "").strip(),
        remark_template=sent.get("remark_template", "").strip(),
        tag_ids=sent.getlist("tag_ids"),
        description=sent.get("description", "").replace("\r\n", "\n").strip(),
        sop_ids=sent.getlist("sop_ids", type=int),
        draft=draft,
    )


def check_form(form: LinkForm, there: Choices) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors."""
    name_needed = "" if form.name else _("请填写链接名称")
    found = {
        "name": name_needed or too_long(form.name, MAX_NAME),
        "source": too_long(form.source, MAX_SOURCE),
        "remark_template": wrong_template(form.remark_template),
        "userids": wrong_range(form, there),
        "tag_ids": ""
        if set(form.tag_ids) <= set(there.tag_ids)
        else _("有标签已被删除，请重新选择"),
        "description": too_long(form.description, MAX_DESCRIPTION),
        "sop_ids": wrong_sops(form.sop_ids, there.sop_ids, there.kept_alone),
        "state": "" if check(form.state) else _("表单已失效，请重新打开这个页面"),
    }
    form.errors = {name: words for name, words in found.items() if words}
    check_draft(form.draft)
    return not (form.errors or form.draft.errors)


def wrong_range(form: LinkForm, there: Choices) -> str:
    """The complaint about who receives the customers, if any."""
    if not (form.userids or form.department_ids):
        return _("请至少选择一位成员或一个部门")
    if max(len(form.userids), len(form.department_ids)) > MAX_RANGE:
        return _("最多 %(most)s 位成员（企业微信的限制）", most=MAX_RANGE)
    if not set(form.userids) <= set(there.userids):
        return _("有成员已不能添加客户，请重新选择")
    return (
        ""
        if set(form.department_ids) <= set(there.department_ids)
        else _("有部门已不存在，请重新选择")
    )
