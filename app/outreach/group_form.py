"""A group welcome while somebody is writing it: what stands in the form, and what is wrong."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.outreach import group_welcomes as groups
from app.outreach.composer import Draft
from app.outreach.parts import wrong_fields
from app.outreach.welcome import CUSTOMER, STAFF

LONGEST_NAME = 30  # characters


@dataclass
class GroupForm:
    """What stands in the form; the draft brings its own errors."""

    key: str
    draft: Draft
    name: str = ""
    notify: bool = True
    errors: dict[str, str] = field(default_factory=dict)


def check_form(session: Session, corp_id: str, form: GroupForm, *, is_new: bool) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors."""
    part = form.draft.always
    if not form.name:
        form.errors["name"] = _("请填写名称")
    elif len(form.name) > LONGEST_NAME:
        form.errors["name"] = _("最多 %(most)s 个字", most=LONGEST_NAME)
    form.draft.errors |= wrong_fields(part, groups.MAX_TEXT, 1)
    if not (part.text or part.attachments):
        form.draft.errors["welcome_text"] = _("请填写欢迎语或添加附件")
    if STAFF in part.text:
        form.draft.errors["welcome_text"] = _("入群欢迎语只能写 %(customer)s", customer=CUSTOMER)
    if is_new and standing(session, corp_id) >= groups.MOST:
        form.errors["name"] = _(
            "最多 %(most)s 个（企业微信的限制），请先删除一些", most=groups.MOST
        )
    return not (form.errors or form.draft.errors)


def standing(session: Session, corp_id: str) -> int:
    """How many there are."""
    mine = groups.group_welcomes(corp_id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(mine)) or 0
