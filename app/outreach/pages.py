"""Welcomes for people: the list, the editor with its phone, and the files that welcomes show."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.console.downloads import as_download
from app.console.person import current_corp_id, current_person
from app.console.plain_words import whole_words
from app.contacts.queries import staff_choices, staff_names
from app.db import reading, transaction
from app.outreach.composer import (
    Draft,
    change_rows,
    check_draft,
    draft_of,
    keep_uploads,
    name_images,
    preview,
    read_draft,
)
from app.outreach.library import is_ready, materials, of_corp, shown_in
from app.outreach.materials import refresh_media
from app.outreach.models import Material, Welcome
from app.outreach.welcome import CUSTOMER, STAFF, Names
from app.outreach.welcomes import active_welcomes, set_welcome, welcome_for
from bots.errors import WeComError

pages = Blueprint("outreach", __name__, template_folder="templates")

MOST_CHOICES = 200


@pages.get("/welcomes")
def welcomes() -> ResponseReturnValue:
    """All welcomes: the default one, the members', the codes'."""
    corp_id = current_corp_id()
    with reading() as session:
        rows = active_welcomes(session, corp_id)
        return render_template(
            "outreach/welcomes.html",
            default=next((row for row in rows if not row.state and not row.userid), None),
            of_staff=[row for row in rows if row.userid],
            of_codes=[row for row in rows if row.state],
            unready={row.id: unready(session, row) for row in rows},
            names=staff_names(session, corp_id),
            staff=staff_choices(session, corp_id),
            door_of=door_of,
            window_words=window_words,
        )


def unready(session: Session, welcome: Welcome) -> list[Material]:
    """The files that WeCom would not show now."""
    shown = shown_in(welcome.attachments, welcome.windows)
    found = of_corp(session, welcome.corp_id, shown) if shown else {}
    return [material for material in found.values() if not is_ready(material)]


def window_words(kept: dict[str, Any]) -> str:
    """A window on one line: what it is called, on which dates, at what times."""
    times = _("全天") if kept["from"] == kept["to"] else f"{kept['from']}–{kept['to']}"
    name = kept["name"] if kept["name"] != f"{kept['from']}–{kept['to']}" else ""
    dates = "–".join(dict.fromkeys(filter(None, (kept["first"], kept["last"]))))
    return " ".join(filter(None, (name, dates, times)))


def door_of(state: str) -> str:
    """Where the live code or the link of this channel is edited, if there are such pages."""
    there = "channels.door" in current_app.view_functions
    return url_for("channels.door", state=state) if there else ""


@pages.get("/welcome")
@pages.get("/welcome/staff/<userid>")
def welcome(userid: str | None = None) -> ResponseReturnValue:
    """The default welcome, or a member's own."""
    corp_id = current_corp_id()
    whose_name(userid)
    with reading() as session:
        draft = draft_of(welcome_for(session, corp_id, None, userid))
        name_images(session, corp_id, draft)
    return show(draft, userid)


@pages.get("/welcome/staff")
def staff_welcome() -> ResponseReturnValue:
    """The welcome of the member who was chosen in the list."""
    userid = request.args.get("userid", "")
    if not userid:
        return redirect(url_for("outreach.welcomes"))
    return redirect(url_for("outreach.welcome", userid=userid))


@pages.post("/welcome")
@pages.post("/welcome/staff/<userid>")
def save_welcome(userid: str | None = None) -> ResponseReturnValue:
    """Keep it, or show it again after a button that only changes the form."""
    corp_id = current_corp_id()
    name = whose_name(userid)
    draft = sent_draft(corp_id)
    if "op" in request.form:
        return show(draft, userid)
    check_draft(draft)
    if draft.errors:
        return show(draft, userid), 422
    with transaction() as session:
        set_welcome(
            session,
            corp_id,
            None,
            userid=userid,
            name=name or _("默认欢迎语"),
            text=draft.text,
            attachments=draft.attachments,
            windows=draft.kept_windows,
        )
    lend_pictures(draft)
    flash(saved_words(draft, name))
    return redirect(url_for("outreach.welcomes"))


def saved_words(draft: Draft, name: str) -> str:
    """What has become of it."""
    is_on = bool(draft.text or draft.attachments or draft.windows)
    if name:
        given = {"name": name}
        return (
            _("%(name)s的欢迎语已保存", **given) if is_on else _("%(name)s的欢迎语已关闭", **given)
        )
    return _("默认欢迎语已保存") if is_on else _("默认欢迎语已关闭")


def whose_name(userid: str | None) -> str:
    """What the member is called; nothing for the default welcome, 404 for who is no member."""
    if userid is None:
        return ""
    with reading() as session:
        names = staff_names(session, current_corp_id())
    return names.get(userid) or abort(404)


@pages.get("/materials/<int:material_id>")
def material(material_id: int) -> ResponseReturnValue:
    """A file of this corp. Its type was read off its bytes; nobody may guess another."""
    with reading() as session:
        row = session.get(Material, material_id)
    if row is None or row.corp_id != current_corp_id():
        abort(404)
    answer = Response(row.content, mimetype=row.content_type)
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    if row.kind == "file":
        as_download(answer, row.filename)
    return answer


def show(draft: Draft, userid: str | None) -> str:
    """The editor with its phone."""
    person = current_person()
    name = whose_name(userid)
    names = Names(_("小林"), name or (person.name if person else ""))
    return render_template(
        "outreach/welcome.html",
        draft=draft,
        userid=userid,
        owner=name,
        staff=names.staff,
        bubbles=preview(draft, names),
    )


def sent_draft(corp_id: str) -> Draft:
    """The draft in this request, its new files kept and its row buttons carried out."""
    draft = read_draft(request.form)
    with transaction() as session:
        keep_uploads(session, corp_id, draft, request.files)
        name_images(session, corp_id, draft)
    change_rows(draft, request.form.get("op", ""))
    return draft


@pages.app_template_global()
def library_choices() -> list[tuple[str, list[Material]]]:
    """(kind, materials) to choose from in a form, newest first."""
    with reading() as session:
        found = session.scalars(materials(current_corp_id()).limit(MOST_CHOICES)).all()
    return [
        (kind, mine)
        for kind in ("image", "video", "file")
        if (mine := [one for one in found if one.kind == kind])
    ]


@pages.app_template_global()
def placeholders() -> Names:
    """What stands in a text for the two names."""
    return Names(CUSTOMER, STAFF)


@pages.app_template_global()
def cover_choices(library: list[tuple[str, list[Material]]]) -> list[tuple[str, str]]:
    """The pictures among them, for a select."""
    return [(str(one.id), one.name) for kind, mine in library for one in mine if kind == "image"]


def lend_pictures(draft: Draft) -> None:
    """Upload now what a welcome will need within 20 seconds; a failure is told, not hidden."""
    for one in draft.used:
        try:
            refresh_media(one)
        except WeComError as error:
            flash(
                _(
                    "素材「%(name)s」未能上传到企业微信，欢迎语暂不包含它：%(why)s",
                    name=draft.materials[one].name,
                    why=whole_words(error.errcode, error.errmsg),
                ),
                "bad",
            )
