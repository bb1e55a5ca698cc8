"""Welcomes of groups for people: the list, the form with its phone, and what WeCom said."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.console.paging import paged
from app.console.person import current_corp_id
from app.console.plain_words import plain_words
from app.db import reading, transaction
from app.outreach import group_welcomes as groups
from app.outreach.composer import Draft, name_images, part_preview
from app.outreach.group_form import LONGEST_NAME, GroupForm, check_form
from app.outreach.models import GroupWelcome
from app.outreach.pages import sent_draft
from app.outreach.parts import part_of
from app.outreach.welcome import Names

pages = Blueprint("group_welcomes", __name__, template_folder="templates")


@pages.get("/group-welcomes")
def listing() -> ResponseReturnValue:
    """All that stand at WeCom or shall."""
    with reading() as session:
        page = paged(session, groups.group_welcomes(current_corp_id()))
        return render_template(
            "outreach/group_welcomes.html", page=page, most=groups.MOST, plain_words=plain_words
        )


@pages.get("/group-welcomes/new")
def new() -> ResponseReturnValue:
    """An empty form. It carries its key from the start, so that sent twice it is one."""
    return show(GroupForm(secrets.token_hex(8), Draft()))


@pages.post("/group-welcomes/new")
def make() -> ResponseReturnValue:
    """Keep a new one, then bring it to WeCom."""
    corp_id = current_corp_id()
    form = read()
    if "op" in request.form or not is_good(form, is_new=True):
        return show(form)
    with transaction() as session:
        row_id = groups.add(
            session,
            corp_id,
            form.key,
            name=form.name,
            text=form.draft.text,
            attachments=form.draft.attachments,
            notify=form.notify,
        )
    tell(groups.push(row_id))
    return redirect(url_for("group_welcomes.listing"))


@pages.get("/group-welcomes/<int:row_id>")
def edit(row_id: int) -> ResponseReturnValue:
    """The form of one that stands."""
    with reading() as session:
        row = found(session, row_id)
        draft = Draft(part_of("", row.text, row.attachments))
        name_images(session, row.corp_id, draft)
    return show(GroupForm(row.form_key, draft, row.name, row.notify), row)


@pages.post("/group-welcomes/<int:row_id>")
def save(row_id: int) -> ResponseReturnValue:
    """Keep the changes, then bring them to WeCom."""
    form = read()
    with reading() as session:
        row = found(session, row_id)
    form.notify = row.notify
    if "op" in request.form or not is_good(form):
        return show(form, row)
    with transaction() as session:
        groups.change(
            found(session, row_id),
            name=form.name,
            text=form.draft.text,
            attachments=form.draft.attachments,
        )
    tell(groups.push(row_id))
    return redirect(url_for("group_welcomes.listing"))


@pages.post("/group-welcomes/<int:row_id>/push")
def push(row_id: int) -> ResponseReturnValue:
    """Try again; `again` says that a person has looked and WeCom does not have it."""
    with transaction() as session:
        row = found(session, row_id)
        if "again" in request.form:
            groups.make_again(row)
    tell(groups.push(row_id))
    return redirect(url_for("group_welcomes.listing"))


@pages.post("/group-welcomes/<int:row_id>/delete")
def delete(row_id: int) -> ResponseReturnValue:
    """Take it away at WeCom."""
    with transaction() as session:
        groups.stop(found(session, row_id))
    tell(groups.push(row_id), _("入群欢迎语已删除"))
    return redirect(url_for("group_welcomes.listing"))


def found(session: Session, row_id: int) -> GroupWelcome:
    """The one of this corp, or 404."""
    return groups.group_welcome(session, current_corp_id(), row_id) or abort(404)


def read() -> GroupForm:
    """The form as it was sent."""
    return GroupForm(
        request.form.get("key", "")[:32],
        sent_draft(current_corp_id()),
        name=request.form.get("name", "").strip(),
        notify="notify" in request.form,
    )


def is_good(form: GroupForm, *, is_new: bool = False) -> bool:
    """Whether the form can be kept."""
    with reading() as session:
        return check_form(session, current_corp_id(), form, is_new=is_new)


def show(form: GroupForm, row: GroupWelcome | None = None) -> ResponseReturnValue:
    """The form with its phone; 422 when something in it is wrong."""
    page = render_template(
        "outreach/group_welcome.html",
        form=form,
        row=row,
        draft=form.draft,
        longest=LONGEST_NAME,
        most_text=groups.MAX_TEXT,
        bubbles=part_preview(form.draft.always, Names(_("小林")), form.draft.materials),
    )
    return page, 422 if form.errors or form.draft.errors else 200


def tell(is_pushed: bool, good_news: str = "") -> None:
    """Say how WeCom took it."""
    if is_pushed:
        flash(good_news or _("已保存并同步到企业微信"))
    else:
        flash(_("已保存，但还没有同步到企业微信"), "bad")
