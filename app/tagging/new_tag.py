"""A new corp tag, made in WeCom first and then mirrored: the one who makes it is waiting for it."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.console.over_limit import over_limit
from app.console.plain_words import plain_words
from app.console.said import said
from app.contacts.library import mirror_library
from app.contacts.models import CorpTag
from app.corps.wecom import wecom
from app.db import reading
from app.tagging.forms import RuleForm
from bots.commands import AddCorpTag
from bots.errors import WeComError
from bots.limits import LimitExceeded

NAME_TAKEN = 40071


def add_tag(corp_id: str, form: RuleForm) -> None:
    """Make the tag that the form names and tick it; what WeCom says against it becomes an error.

    A tag of that name that is there already is ticked too: it is what the person wanted.
    """
    if not form.new_tag:
        form.errors["new_tag"] = _("请填写标签名称。")
    elif not (form.group_id or form.new_group):
        form.errors["new_group"] = _("请选择标签组，或填写新标签组的名称。")
    else:
        make(corp_id, form)


def make(corp_id: str, form: RuleForm) -> None:
    """Say it to WeCom, mirror the library, tick the tag."""
    try:
        say(corp_id, form)
        mirror_library(corp_id)
    except LimitExceeded as error:
        name = "new_group" if error.field == "group_name" else "new_tag"
        form.errors[name] = said(over_limit(error))
    except WeComError as error:
        form.errors["new_tag"] = said_by_wecom(error)
    else:
        tick(corp_id, form)


def say(corp_id: str, form: RuleForm) -> None:
    """Ask WeCom for the tag, in an old group or a new one."""
    group_name = None if form.group_id else form.new_group
    tag = [{"name": form.new_tag}]
    try:
        wecom(corp_id).say(
            AddCorpTag(tag=tag, group_id=form.group_id or None, group_name=group_name)
        )
    except WeComError as error:
        if error.errcode != NAME_TAKEN:
            raise


def said_by_wecom(error: WeComError) -> str:
    """Code, meaning and next step."""
    return _(
        "企业微信返回 %(code)s：%(words)s", code=error.errcode, words=plain_words(error.errcode)
    )


def tick(corp_id: str, form: RuleForm) -> None:
    """Choose the tag of that name, in its group if one was chosen."""
    found = select(CorpTag.tag_id).where(
        CorpTag.corp_id == corp_id, CorpTag.name == form.new_tag, CorpTag.deleted_at.is_(None)
    )
    if form.group_id:
        found = found.where(CorpTag.group_id == form.group_id)
    with reading() as session:
        tag_id = session.scalars(found.order_by(CorpTag.id.desc()).limit(1)).one_or_none()
    if tag_id is None:
        form.errors["new_tag"] = _("企业微信里没有找到这个标签，请稍后再试。")
        return
    form.tag_ids = list(dict.fromkeys([*form.tag_ids, tag_id]))
    form.new_tag = form.new_group = ""
