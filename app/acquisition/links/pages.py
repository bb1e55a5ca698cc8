"""Acquisition links for people: the list with its quota, one link, and its form."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.links import queries
from app.acquisition.links.form import (
    MAX_NAME,
    LinkForm,
    check_form,
    new_state,
    read_form,
)
from app.acquisition.links.form_rows import choices, form_with_draft
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.notices import standing
from app.acquisition.links.publishing import publish
from app.acquisition.links.quota import WECOMS_LOW, quota_of, refresh_quota
from app.acquisition.links.wanted import (
    add_link,
    add_placement,
    address,
    change_link,
    link_row,
    stop_link,
)
from app.acquisition.printed import drawn
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.console.plain_words import whole_words
from app.contacts.departments import mirror_departments, numbered_departments
from app.contacts.queries import (
    follow_counts,
    staff_choices,
    staff_names,
    tag_groups,
    tag_names,
)
from app.db import reading, transaction
from app.errors import Unprocessable
from app.outreach.composer import preview
from app.outreach.pages import lend_pictures, sent_draft
from app.outreach.welcome import Names
from app.sop.channels import published_sops, sops_by_choice
from bots.errors import WeComError

pages = Blueprint("links", __name__, template_folder="templates")


@pages.get("/links")
def links() -> ResponseReturnValue:
    """All links, what is left of the quota, and what ops must look at."""
    corp_id = current_corp_id()
    asked = {key: request.args.get(key, "").strip() for key in ("words", "status")}
    with reading() as session:
        page = paged(session, queries.links(corp_id, **asked))
        return render_template(
            "links/links.html",
            page=page,
            asked=asked,
            placements=queries.placements(session, [link.id for link in page.rows]),
            receivers={link.id: queries.receivers(session, link) for link in page.rows},
            adds=follow_counts(session, corp_id),
            quota=quota_of(session, corp_id),
            low=WECOMS_LOW,
            notices=standing(session, corp_id),
        )


@pages.post("/links/quota")
def ask_quota() -> ResponseReturnValue:
    """Ask WeCom what is left."""
    if refresh_quota(current_corp_id()):
        flash(_("额度已更新"))
    else:
        flash(_("企业微信没有给出额度，原因见下方"), "bad")
    return redirect(url_for("links.links"))


@pages.get("/links/new")
def new_link() -> ResponseReturnValue:
    """An empty form."""
    return show_form(LinkForm(new_state()))


@pages.post("/links/new")
def make_link() -> ResponseReturnValue:
    """Keep a new link, then ask WeCom for it."""
    form = read_form(request.form, sent_draft(current_corp_id()))
    if "departments" in request.form:  # the button that asks WeCom for them
        return with_departments(form)
    if "op" in request.form or not is_good(form):
        return show_form(form)
    person = current_person()
    with transaction() as session:
        link = add_link(
            session,
            current_corp_id(),
            form.state,
            form.wanted(),
            made_by=person.userid if person else "",
        )
    lend_pictures(form.draft)
    tell(publish(link.id))
    return redirect(url_for("links.link", row_id=link.id))


@pages.get("/links/<int:row_id>")
def link(row_id: int) -> ResponseReturnValue:
    """One link with the addresses of its placements."""
    corp_id = current_corp_id()
    with reading() as session:
        row = found(session, row_id)
        names, staff = tag_names(session, corp_id), staff_names(session, corp_id)
        form = form_with_draft(session, row)
        first = staff.get(next(iter(row.userids), ""), "")
        return render_template(
            "links/link.html",
            link=row,
            receivers=queries.receivers(session, row),
            tags=[names.get(tag_id, tag_id) for tag_id in form.tag_ids],
            sops=[sop.name for sop in sops_by_choice(session, corp_id) if sop.id in form.sop_ids],
            has_own=bool(form.draft.text or form.draft.attachments or form.draft.windows),
            bubbles=preview(form.draft, Names(_("小林"), first)),
            first=first,
            adds=follow_counts(session, corp_id),
            address=address,
        )


@pages.get("/links/<int:row_id>/edit")
def edit_link(row_id: int) -> ResponseReturnValue:
    """The form of a link."""
    with reading() as session:
        form = form_with_draft(session, alive(session, row_id))
    return show_form(form, row_id)


@pages.post("/links/<int:row_id>/edit")
def save_link(row_id: int) -> ResponseReturnValue:
    """Keep the changes, then tell WeCom."""
    form = read_form(request.form, sent_draft(current_corp_id()))
    with reading() as session:
        row = alive(session, row_id)
    form.state = row.form_key
    if "departments" in request.form:  # the button that asks WeCom for them
        return with_departments(form, row_id)
    if "op" in request.form or not is_good(form, row):
        return show_form(form, row_id)
    with transaction() as session:
        change_link(session, alive(session, row_id), form.wanted())
    lend_pictures(form.draft)
    tell(publish(row_id))
    return redirect(url_for("links.link", row_id=row_id))


@pages.post("/links/<int:row_id>/placements")
def place(row_id: int) -> ResponseReturnValue:
    """One more place for the link: WeCom need not know."""
    name = request.form.get("placement", "").strip()
    if not 0 < len(name) <= MAX_NAME:
        raise Unprocessable(_("请用 1–30 个字写下这条链接放在哪里，例如：抖音主页"))
    with transaction() as session:
        row = alive(session, row_id)
        add_placement(session, row, new_state(), name, form_with_draft(session, row).wanted())
    flash(_("已添加投放位置"))
    return redirect(url_for("links.link", row_id=row_id))


@pages.get("/links/<int:row_id>/placements/<int:placement_id>.svg")
def picture(row_id: int, placement_id: int) -> ResponseReturnValue:
    """The address of a placement as a QR code."""
    with reading() as session:
        row = found(session, row_id)
        hung = next((one for one in row.placements if one.id == placement_id), None)
        if hung is None or not row.url:
            abort(404)
        return drawn(address(row, hung.channel.state), hung.channel.state)


@pages.post("/links/<int:row_id>/publish")
def publish_link(row_id: int) -> ResponseReturnValue:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, row_id)
    tell(publish(row_id))
    return redirect(url_for("links.link", row_id=row_id))


@pages.post("/links/<int:row_id>/delete")
def delete_link(row_id: int) -> ResponseReturnValue:
    """Take the link away at WeCom; its customers and its history stay."""
    with transaction() as session:
        stop_link(found(session, row_id))
    tell(publish(row_id), _("获客链接已删除"))
    return redirect(url_for("links.link", row_id=row_id))


def found(session: Session, row_id: int) -> AcquisitionLink:
    """The link of this corp, or 404."""
    row = link_row(session, current_corp_id(), row_id)
    return row if row is not None else abort(404)


def alive(session: Session, row_id: int) -> AcquisitionLink:
    """The link of this corp, if it can still be changed."""
    row = found(session, row_id)
    if row.stopped_at is not None:
        raise Unprocessable(_("这条获客链接已删除，不能再编辑。请新建一条。"))
    return row


def is_good(form: LinkForm, row: AcquisitionLink | None = None) -> bool:
    """Whether the form can be kept."""
    with reading() as session:
        there = choices(session, current_corp_id(), form, row)
    return check_form(form, there)


def with_departments(form: LinkForm, row_id: int | None = None) -> ResponseReturnValue:
    """The same form after WeCom was asked for its departments; nothing typed is lost."""
    try:
        mirror_departments(current_corp_id())
    except WeComError as error:
        form.errors["department_ids"] = _(
            "企业微信没有给出部门。%(why)s", why=whole_words(error.errcode, error.errmsg)
        )
    return show_form(form, row_id)


def show_form(form: LinkForm, row_id: int | None = None) -> ResponseReturnValue:
    """The form with its phone; 422 when something in it is wrong."""
    corp_id = current_corp_id()
    with reading() as session:
        staff, sops = staff_choices(session, corp_id), published_sops(session, corp_id)
        first = next((name for userid, name in staff if userid in form.userids), "")
        page = render_template(
            "links/form.html",
            form=form,
            row_id=row_id,
            staff=staff,
            departments=numbered_departments(session, corp_id),
            groups=tag_groups(session, corp_id),
            sops=[(sop.id, sop.name) for sop in sops if sop.states],
            for_all=[sop.name for sop in sops if not sop.states],
            first=first,
            bubbles=preview(form.draft, Names(_("小林"), first)),
        )
    return page, 422 if form.errors or form.draft.errors else 200


def tell(is_published: bool, good_news: str = "") -> None:
    """Say how WeCom took it."""
    if is_published:
        flash(good_news or _("已保存并同步到企业微信"))
    else:
        flash(_("已保存，但还没有同步到企业微信"), "bad")
