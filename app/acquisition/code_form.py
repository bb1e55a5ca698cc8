"""The one-page form of a live code: read, checked, and turned into what is wanted."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.acquisition.codes import Wanted
from app.acquisition.models import ContactWay
from app.acquisition.remarks import unknown_words
from app.acquisition.states import check, make
from app.outreach.composer import Draft, check_draft

MAX_NAME = 30  # characters: it is the contact way's remark at WeCom, too
MAX_SOURCE = 30  # characters
MAX_MEMBERS = 100


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
    errors: dict[str, str] = field(default_factory=dict)

    def wanted(self) -> Wanted:
        """What the person has decided."""
        return Wanted(
            name=self.name,
            userids=self.userids,
            source=self.source,
            remark_template=self.remark_template,
            skip_verify=self.skip_verify,
            tag_ids=self.tag_ids,
            text=self.draft.text,
            attachments=self.draft.attachments,
            windows=self.draft.kept_windows,
        )


def new_form() -> CodeForm:
    """An empty form. It carries its state from the start, so that sent twice it is one code."""
    return CodeForm(make(secrets.token_bytes(16)), Draft())


def form_of(way: ContactWay, tag_ids: list[str], draft: Draft) -> CodeForm:
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
    )


def check_form(form: CodeForm, userids: Collection[str], tag_ids: Collection[str]) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors.

    `userids` and `tag_ids` are those that exist.
    """
    found = {
        "name": wrong_name(form.name),
        "source": too_long(form.source, MAX_SOURCE),
        "remark_template": wrong_template(form.remark_template),
        "userids": wrong_members(form.userids, userids),
        "tag_ids": "" if set(form.tag_ids) <= set(tag_ids) else _("有标签已被删除，请重新选择"),
        "state": "" if check(form.state) else _("表单已失效，请重新打开这个页面"),
    }
    form.errors = {name: words for name, words in found.items() if words}
    check_draft(form.draft)
    return not (form.errors or form.draft.errors)


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


def wrong_members(chosen: list[str], there: Collection[str]) -> str:
    """The complaint about the members, if any."""
    if not chosen:
        return _("请至少选择一位成员")
    if len(chosen) > MAX_MEMBERS:
        return _("最多 %(most)s 位成员（企业微信的限制）", most=MAX_MEMBERS)
    return "" if set(chosen) <= set(there) else _("有成员已不能添加客户，请重新选择")
