"""Group codes for people: the list, one code with its groups, and its form."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.group_codes import queries
from app.acquisition.group_codes.filling import is_full
from app.acquisition.group_codes.form import GroupCodeForm, check_form, form_of, read_form
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.publishing import publish
from app.acquisition.group_codes.wanted import (
    add_group_code,
    change_group_code,
    sizes_of,
    stop_group_code,
)
from app.acquisition.links.form import new_state
from app.acquisition.printed import wecoms_picture
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.console.plain_words import whole_words
from app.contacts.groups.mirroring import mirror_groups
from app.contacts.groups.queries import groups_by_id, join_counts, living_groups
from app.contacts.queries import staff_names
from app.db import reading, transaction
from app.errors import Unprocessable
from bots.errors import WeComError

pages = Blueprint("group_codes", __name__, template_folder="templates")


@pages.get("/group-codes")
def group_codes() -> ResponseReturnValue:
    """All group codes, and how full their groups are."""
    corp_id = current_corp_id()
    asked = {key: request.args.get(key, "").strip() for key in ("words", "status")}
    with reading() as session:
        page = paged(session, queries.group_codes(corp_id, **asked))
        chat_ids = [chat_id for code in page.rows for chat_id in code.pool]
        return render_template(
            "group_codes/group_codes.html",
            page=page,
            asked=asked,
            groups=groups_by_id(session, corp_id, chat_ids),
            joins=join_counts(session, corp_id),
            fullness={code.id: fullness(session, code) for code in page.rows},
        )


@pages.get("/group-codes/new")
def new_group_code() -> ResponseReturnValue:
    """An empty form."""
    return show_form(GroupCodeForm(new_state()))


@pages.post("/group-codes/new")
def make_group_code() -> ResponseReturnValue:
    """Keep a new group code, then ask WeCom for it."""
    form = read_form(request.form)
    if "groups" in request.form:
        return with_groups(form)
    if not is_good(form):
        return show_form(form)
    person = current_person()
    with transaction() as session:
        code = add_group_code(
            session,
            current_corp_id(),
            form.state,
            form.wanted(),
            made_by=person.userid if person else "",
        )
    tell(publish(code.id))
    return redirect(url_for("group_codes.group_code", code_id=code.id))


@pages.get("/group-codes/<int:code_id>")
def group_code(code_id: int) -> ResponseReturnValue:
    """One group code with its picture and its groups."""
    corp_id = current_corp_id()
    with reading() as session:
        code = found(session, code_id)
        return render_template(
            "group_codes/group_code.html",
            code=code,
            groups=groups_by_id(session, corp_id, code.pool),
            names=staff_names(session, corp_id),
            joins=join_counts(session, corp_id).get(code.channel.state, 0),
            fullness=fullness(session, code),
        )


@pages.get("/group-codes/<int:code_id>/edit")
def edit_group_code(code_id: int) -> ResponseReturnValue:
    """The form of a group code."""
    with reading() as session:
        form = form_of(alive(session, code_id))
    return show_form(form, code_id)


@pages.post("/group-codes/<int:code_id>/edit")
def save_group_code(code_id: int) -> ResponseReturnValue:
    """Keep the changes, then tell WeCom."""
    form = read_form(request.form)
    with reading() as session:
        form.state = alive(session, code_id).channel.state
    if "groups" in request.form:
        return with_groups(form, code_id)
    if not is_good(form):
        return show_form(form, code_id)
    with transaction() as session:
        change_group_code(session, alive(session, code_id), form.wanted())
    tell(publish(code_id))
    return redirect(url_for("group_codes.group_code", code_id=code_id))


@pages.post("/group-codes/<int:code_id>/publish")
def publish_group_code(code_id: int) -> ResponseReturnValue:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, code_id)
    tell(publish(code_id))
    return redirect(url_for("group_codes.group_code", code_id=code_id))


@pages.post("/group-codes/<int:code_id>/delete")
def delete_group_code(code_id: int) -> ResponseReturnValue:
    """Take the code away at WeCom; its groups and its history stay."""
    with transaction() as session:
        stop_group_code(found(session, code_id))
    tell(publish(code_id), _("群活码已删除"))
    return redirect(url_for("group_codes.group_code", code_id=code_id))


@pages.get("/group-codes/<int:code_id>/qr")
def qr(code_id: int) -> ResponseReturnValue:
    """WeCom's picture from our own address."""
    with reading() as session:
        code = found(session, code_id)
        session.refresh(code, ["qr_image"])
    return wecoms_picture(code.qr_image, code.qr_type, code.channel.state)


def fullness(session: Session, code: GroupCode) -> str:
    """gone: no group stands any more; full: all have their people; else nothing to do."""
    sizes = sizes_of(session, code)
    if not sizes:
        return "gone"
    return "full" if is_full(code.chat_ids, sizes, code.switch_at) else ""


def found(session: Session, code_id: int) -> GroupCode:
    """The group code of this corp, or 404."""
    code = queries.group_code(session, current_corp_id(), code_id)
    return code if code is not None else abort(404)


def alive(session: Session, code_id: int) -> GroupCode:
    """The group code of this corp, if it can still be changed."""
    code = found(session, code_id)
    if code.stopped_at is not None:
        raise Unprocessable(_("这个群活码已删除，不能再编辑。请新建一个。"))
    return code


def is_good(form: GroupCodeForm) -> bool:
    """Whether the form can be kept."""
    with reading() as session:
        return check_form(form, [one.chat_id for one in living_groups(session, current_corp_id())])


def with_groups(form: GroupCodeForm, code_id: int | None = None) -> ResponseReturnValue:
    """The same form after WeCom was asked for its groups; nothing typed is lost."""
    try:
        mirror_groups(current_corp_id())
    except WeComError as error:
        why = whole_words(error.errcode, error.errmsg)
        form.errors["groups"] = _("企业微信没有给出客户群。%(why)s", why=why)
    return show_form(form, code_id)


def show_form(form: GroupCodeForm, code_id: int | None = None) -> ResponseReturnValue:
    """The form; 422 when something in it is wrong. A group that is gone stays to be unticked."""
    with reading() as session:
        groups = living_groups(session, current_corp_id())
    choices = [
        (one.chat_id, _("%(name)s（%(size)s 人）", name=one.name or _("未命名"), size=one.size))
        for one in groups
    ]
    page = render_template("group_codes/form.html", form=form, code_id=code_id, groups=choices)
    return page, 422 if form.errors else 200


def tell(is_published: bool, good_news: str = "") -> None:
    """Say how WeCom took it."""
    if is_published:
        flash(good_news or _("已保存并同步到企业微信"))
    else:
        flash(_("已保存，但还没有同步到企业微信"), "bad")
