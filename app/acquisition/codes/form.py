"""The one-page form of a live code: read, checked, and turned into what is wanted."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.acquisition.codes.wanted import Wanted
from app.acquisition.models import ContactWay
from app.acquisition.remarks import unknown_words
from app.acquisition.schedule.checks import MOST_MEMBERS, Known, check_schedule, wrong_people
from app.acquisition.schedule.form import ScheduleForm, numbers, plan_of, read_schedule
from app.acquisition.states import check, make
from app.outreach.composer import Draft, check_draft

MAX_NAME = 30  # characters: it is the contact way's remark at WeCom, too
MAX_SOURCE = 30  # characters
MAX_FOLDER = 20  # characters
MAX_DESCRIPTION = 150  # characters, WeCom's limit
MAX_MEMBERS = MOST_MEMBERS
SINGLE = 1  # the kind of code that takes one member for ever


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: ids, and the names of SOPs that must not lose this channel."""

    userids: Collection[str]
    tag_ids: Collection[str]
    parties: Mapping[str, Collection[str]] = field(default_factory=dict)  # with their members
    sop_ids: Collection[int] = ()
    kept_alone: Collection[str] = ()


@dataclass
class CodeForm:
    """What stands in the form; `errors` go beside the fields. The draft brings its own."""

    state: str
    draft: Draft
    name: str = ""
    source: str = ""
    remark_template: str = "{name}-{channel}-{date}"
    userids: list[str] = field(default_factory=list)
    tag_ids: list[str] = field(default_factory=list)
    skip_verify: bool = True
    parties: list[str] = field(default_factory=list)
    description: str = ""
    folder: str = ""
    is_exclusive: bool = False
    sop_ids: list[int] = field(default_factory=list)
    kind: int = 2
    is_new: bool = True
    schedule: ScheduleForm = field(default_factory=ScheduleForm)
    errors: dict[str, str] = field(default_factory=dict)

    def wanted(self) -> Wanted:
        """What the person has decided."""
        return Wanted(
            name=self.name,
            userids=self.userids,
            source=self.source,
            remark_template=self.remark_template,
            skip_verify=self.skip_verify,
            parties=[int(party) for party in self.parties],
            description=self.description,
            folder=self.folder,
            is_exclusive=self.is_exclusive,
            sop_ids=self.sop_ids,
            tag_ids=self.tag_ids,
            text=self.draft.text,
            attachments=self.draft.attachments,
            plan=plan_of(
                self.schedule,
                self.userids,
                parties=[int(party) for party in self.parties],
                skip_verify=self.skip_verify,
            ),
            windows=self.draft.kept_windows,
        )


def new_form() -> CodeForm:
    """An empty form. It carries its state from the start, so that sent twice it is one code."""
    return CodeForm(make(secrets.token_bytes(16)), Draft())


def copy_of(form: CodeForm) -> CodeForm:
    """The form of a new code like this one, with a state of its own."""
    state = make(secrets.token_bytes(16))
    name = _("%(name)s 副本", name=form.name[: MAX_NAME - 6])
    return replace(form, state=state, name=name, kind=2, is_new=True)


def form_of(way: ContactWay, tag_ids: list[str], draft: Draft, sop_ids: list[int]) -> CodeForm:
    """The form of a live code that stands already."""
    channel = way.channel
    return CodeForm(
        channel.state,
        draft,
        name=channel.name,
        source=channel.source,
        remark_template=channel.remark_template,
        userids=way.userids,
        tag_ids=tag_ids,
        skip_verify=way.skip_verify,
        parties=[str(party) for party in way.parties],
        description=channel.description,
        folder=channel.folder,
        is_exclusive=way.is_exclusive,
        sop_ids=sop_ids,
        kind=way.kind,
        is_new=False,
    )


def read_form(sent: MultiDict[str, str], draft: Draft) -> CodeForm:
    """The form as it was sent."""
    return CodeForm(
        sent.get("state", ""),
        draft,
        name=sent.get("name", "").strip(),
        source=sent.get("source", "").strip(),
        remark_template=sent.get("remark_template", "").strip(),
        userids=sent.getlist("userids"),
        tag_ids=sent.getlist("tag_ids"),
        skip_verify="skip_verify" in sent,
        parties=numbers(sent, "parties"),
        description=sent.get("description", "").replace("\r\n", "\n").strip(),
        folder=sent.get("folder", "").strip(),
        is_exclusive="is_exclusive" in sent,
        sop_ids=sent.getlist("sop_ids", type=int),
        schedule=read_schedule(sent),
    )


def check_form(form: CodeForm, there: Choices) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors."""
    gone = _("有标签已被删除，请重新选择")
    found = {
        "name": wrong_name(form.name),
        "source": too_long(form.source, MAX_SOURCE),
        "folder": too_long(form.folder, MAX_FOLDER),
        "description": too_long(form.description, MAX_DESCRIPTION),
        "remark_template": wrong_template(form.remark_template),
        "userids": wrong_members(form, there),
        "sop_ids": wrong_sops(form.sop_ids, there.sop_ids, there.kept_alone),
        "tag_ids": "" if set(form.tag_ids) <= set(there.tag_ids) else gone,
        "state": wrong_state(form),
    }
    form.errors = {name: words for name, words in found.items() if words}
    if not check_schedule(form.schedule, Known(there.userids, there.parties)):
        form.errors["schedule"] = _("排班还有问题，请看标红的行")
    check_draft(form.draft)
    return not (form.errors or form.draft.errors)


def wrong_state(form: CodeForm) -> str:
    """The complaint about the state of a new code; one that stands may be another tool's."""
    is_ours = not form.is_new or check(form.state)
    return "" if is_ours else _("表单已失效，请重新打开这个页面")


def wrong_name(name: str) -> str:
    """The complaint about a name, if any."""
    return too_long(name, MAX_NAME) if name else _("请填写活码名称")


def too_long(text: str, most: int) -> str:
    """The complaint about a text of too many characters, if any."""
    return _("最多 %(most)s 个字", most=most) if len(text) > most else ""


def wrong_template(template: str) -> str:
    """The complaint about words in braces that mean nothing, if any."""
    unknown = unknown_words(template)
    return _("不认识 %(words)s", words=" ".join(unknown)) if unknown else ""


def wrong_sops(
    sop_ids: Collection[int], known: Collection[int], kept_alone: Collection[str]
) -> str:
    """The complaint about the SOPs, if any."""
    if not set(sop_ids) <= set(known):
        return _("有 SOP 已停用，请重新选择")
    if kept_alone:
        names = _("、").join(kept_alone)
        return _(
            "「%(names)s」只剩这一个渠道，取消后会变成所有客户都进入。请先在 SOP 里改。",
            names=names,
        )
    return ""


def wrong_members(form: CodeForm, there: Choices) -> str:
    """The complaint about members and departments, if any."""
    has_parties = bool(form.parties) or form.schedule.has_parties()
    if form.kind == SINGLE and (len(form.userids) != 1 or has_parties):
        return _("这个活码是单人活码，只能有一位成员（企业微信的限制）")
    return wrong_people(form.userids, form.parties, Known(there.userids, there.parties))
