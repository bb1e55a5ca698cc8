"""Live codes for people: the list, one code, and the form that makes or changes it."""

from dataclasses import fields
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition import queries
from app.acquisition.codes.called import called
from app.acquisition.codes.form import (
    CodeForm,
    check_form,
    new_form,
    read_form,
)
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.removal import removals
from app.acquisition.codes.rows import choices, form_with_draft
from app.acquisition.codes.wanted import add_code, change_code
from app.acquisition.models import ContactWay
from app.acquisition.printed import wecoms_picture
from app.acquisition.remarks import remark
from app.acquisition.schedule.changes import schedule_of, set_paused
from app.acquisition.schedule.view import reception_of
from app.acquisition.schedule.wording import ABSENCES, BECAUSE, SOURCES, WEEKDAYS
from app.acquisition.strays.adoption import QUOTA, used_of_quota
from app.clock import now
from app.config import settings
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.console.plain_words import plain_words
from app.contacts.queries import (
    department_choices,
    follow_counts,
    staff_and_choices,
    staff_choices,
    tag_groups,
    tag_names,
)
from app.db import reading, transaction
from app.errors import Unprocessable
from app.outreach.composer import preview
from app.outreach.pages import lend_pictures, sent_draft
from app.outreach.welcome import Names
from app.outreach.welcomes import states_with_welcome
from app.sop.channels import published_sops

pages = Blueprint(
    "acquisition",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/codes/static",
)


@pages.get("/codes")
def codes() -> ResponseReturnValue:
    """All live codes, by name, member and status."""
    corp_id = current_corp_id()
    filters = [one.name for one in fields(queries.Asked)]
    asked = queries.Asked(**{name: request.args.get(name, "").strip() for name in filters})
    with reading() as session:
        page = paged(session, queries.codes(session, corp_id, asked))
        ours, strays = used_of_quota(session, corp_id)
        names, choices = staff_and_choices(session, corp_id)
        states = [way.channel.state for way in page.rows]
        return render_template(
            "codes/codes.html",
            page=page,
            asked=asked,
            staff=choices,
            names=names,
            tags=queries.tags_of_states(session, corp_id, states),
            tag_names=tag_names(session, corp_id),
            adds=follow_counts(session, corp_id),
            welcomed=states_with_welcome(session, corp_id),
            folders=queries.folders(session, corp_id),
            groups=tag_groups(session, corp_id),
            removals=removals(session, [way.id for way in page.rows]),
            strays=strays,
            at_wecom=ours + strays,
            quota=QUOTA,
        )


@pages.get("/codes/new")
def new_code() -> ResponseReturnValue:
    """An empty form."""
    return show_form(new_form())


@pages.post("/codes/new")
def make_code() -> ResponseReturnValue:
    """Keep a new live code, then ask WeCom for it."""
    corp_id = current_corp_id()
    form = read_form(request.form, sent_draft(corp_id))
    if "op" in request.form or not fits(form):
        return show_form(form)
    person = current_person()
    with transaction() as session:
        way = add_code(
            session, corp_id, form.state, form.wanted(), made_by=person.userid if person else ""
        )
    lend_pictures(form.draft)
    tell(publish(way.id))
    return redirect(url_for("acquisition.code", way_id=way.id))


@pages.get("/codes/<int:way_id>")
def code(way_id: int) -> ResponseReturnValue:
    """One live code with its picture, and what happens to who scans it."""
    corp_id = current_corp_id()
    with reading() as session:
        way = found(session, way_id)
        schedule = schedule_of(session, way_id)
        form = form_with_draft(session, way, schedule)
        names = called(session, corp_id)
        return render_template(
            "codes/code.html",
            way=way,
            staff=[names.staff.get(userid, userid) for userid in way.userids],
            parties=[names.departments.get(str(party), str(party)) for party in way.parties],
            sops=[names.sops[str(sop_id)] for sop_id in form.sop_ids],
            removal=removals(session, [way_id]).get(way_id),
            tags=[names.tags.get(tag_id, tag_id) for tag_id in form.tag_ids],
            adds=follow_counts(session, corp_id).get(way.channel.state, 0),
            example=example_remark(form, _("小林")),
            bubbles=preview(
                form.draft, Names(_("小林"), names.staff.get(next(iter(way.userids), ""), ""))
            ),
            plain_words=plain_words,
            names=names.staff,
            departments=names.departments,
            reception=schedule and reception_of(session, way, schedule),
            words={"sources": SOURCES, "because": BECAUSE, "absences": ABSENCES},
            has_own=bool(form.draft.text or form.draft.attachments or form.draft.windows),
        )


@pages.get("/codes/<int:way_id>/edit")
def edit_code(way_id: int) -> ResponseReturnValue:
    """The form of a live code."""
    with reading() as session:
        form = form_with_draft(session, alive(session, way_id))
    return show_form(form, way_id)


@pages.post("/codes/<int:way_id>/edit")
def save_code(way_id: int) -> ResponseReturnValue:
    """Keep the changes, then tell WeCom."""
    corp_id = current_corp_id()
    form = read_form(request.form, sent_draft(corp_id))
    with reading() as session:
        way = alive(session, way_id)
    form.state, form.kind, form.is_new = way.channel.state, way.kind, False
    form.is_exclusive = way.is_exclusive
    if "op" in request.form or not fits(form):
        return show_form(form, way_id)
    with transaction() as session:
        change_code(session, alive(session, way_id), form.wanted())
    lend_pictures(form.draft)
    tell(publish(way_id))
    return redirect(url_for("acquisition.code", way_id=way_id))


@pages.post("/codes/<int:way_id>/publish")
def publish_code(way_id: int) -> ResponseReturnValue:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, way_id)
    tell(publish(way_id))
    return redirect(url_for("acquisition.code", way_id=way_id))


@pages.post("/codes/<int:way_id>/pause")
def pause_code(way_id: int) -> ResponseReturnValue:
    """Let the spares receive until the code goes on; `on` is 0 for going on."""
    is_paused = request.form.get("on") != "0"
    with transaction() as session:
        set_paused(session, alive(session, way_id), is_paused=is_paused)
    tell(publish(way_id), _("活码已暂停，由备用成员接待") if is_paused else _("活码已恢复"))
    return redirect(url_for("acquisition.code", way_id=way_id))


@pages.get("/codes/<int:way_id>/qr")
def qr(way_id: int) -> ResponseReturnValue:
    """WeCom's picture from our own address."""
    with reading() as session:
        way = found(session, way_id)
        session.refresh(way, ["qr_image"])
    return wecoms_picture(way.qr_image, way.qr_type, way.channel.state)


def found(session: Session, way_id: int) -> ContactWay:
    """The live code of this corp, or 404."""
    way = queries.code(session, current_corp_id(), way_id)
    return way if way is not None else abort(404)


def alive(session: Session, way_id: int) -> ContactWay:
    """The live code of this corp, if it can still be changed."""
    way = found(session, way_id)
    if way.stopped_at is not None:
        raise Unprocessable(_("这个活码已删除，不能再编辑。请新建一个。"))
    return way


def fits(form: CodeForm) -> bool:
    """Whether the form can be kept."""
    with reading() as session:
        there = choices(session, current_corp_id(), form)
    return check_form(form, there)


def show_form(form: CodeForm, way_id: int | None = None) -> ResponseReturnValue:
    """The form with its phone; 422 when something in it is wrong."""
    corp_id = current_corp_id()
    with reading() as session:
        staff = staff_choices(session, corp_id)
        groups = tag_groups(session, corp_id)
        departments = department_choices(session, corp_id)
        folders = queries.folders(session, corp_id)
        sops = published_sops(session, corp_id)
    first = next((name for userid, name in staff if userid in form.userids), "")
    page = render_template(
        "codes/form.html",
        form=form,
        way_id=way_id,
        staff=staff,
        groups=groups,
        departments=departments,
        folders=folders,
        sops=[(sop.id, sop.name) for sop in sops if sop.states],
        for_all=[sop.name for sop in sops if not sop.states],
        weekdays=WEEKDAYS,
        first=first,
        example=example_remark(form, _("小林")),
        long_example=example_remark(form, _("欧阳明月（杭州云栖小镇）")),
        bubbles=preview(form.draft, Names(_("小林"), first)),
    )
    return page, 422 if form.errors or form.draft.errors else 200


def example_remark(form: CodeForm, name: str) -> str:
    """The remark that a customer of that name would get today."""
    return remark(
        form.remark_template,
        name=name,
        channel=form.name or _("渠道名称"),
        added_at=now(),
        zone=ZoneInfo(settings().corp_zone),
    )


def tell(is_published: bool, good_news: str = "") -> None:
    """Say how WeCom took it."""
    if is_published:
        flash(good_news or _("已保存并同步到企业微信"))
    else:
        flash(_("已保存，但还没有同步到企业微信"), "bad")
