"""The default welcome's editor, and the pictures that welcomes show."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.console.person import current_corp_id, current_person
from app.console.plain_words import plain_words
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
from app.outreach.materials import refresh_media
from app.outreach.models import Material
from app.outreach.welcome import Names
from app.outreach.welcomes import set_welcome, welcome_for_state
from bots.errors import WeComError

pages = Blueprint("outreach", __name__, template_folder="templates")


@pages.get("/welcome")
def welcome() -> ResponseReturnValue:
    """The welcome of everybody who comes through no channel with a welcome of its own."""
    corp_id = current_corp_id()
    with reading() as session:
        draft = draft_of(welcome_for_state(session, corp_id, None))
        name_images(session, corp_id, draft)
    return show(draft)


@pages.post("/welcome")
def save_welcome() -> ResponseReturnValue:
    """Keep it, or show it again after a button that only changes the form."""
    corp_id = current_corp_id()
    draft = sent_draft(corp_id)
    if "op" in request.form:
        return show(draft)
    check_draft(draft)
    if draft.errors:
        return show(draft), 422
    with transaction() as session:
        set_welcome(
            session,
            corp_id,
            None,
            name=_("默认欢迎语"),
            text=draft.text,
            attachments=draft.attachments,
        )
    lend_pictures(draft)
    flash(_("默认欢迎语已保存") if draft.text or draft.attachments else _("默认欢迎语已关闭"))
    return redirect(url_for("outreach.welcome"))


@pages.get("/materials/<int:material_id>")
def material(material_id: int) -> ResponseReturnValue:
    """A picture of this corp. Its type was read off its bytes; nobody may guess another."""
    with reading() as session:
        row = session.get(Material, material_id)
    if row is None or row.corp_id != current_corp_id():
        abort(404)
    answer = Response(row.content, mimetype=row.content_type)
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def show(draft: Draft) -> str:
    """The editor with its phone."""
    person = current_person()
    names = Names(_("小林"), person.name if person else "")
    return render_template(
        "outreach/welcome.html", draft=draft, staff=names.staff, bubbles=preview(draft, names)
    )


def sent_draft(corp_id: str) -> Draft:
    """The draft in this request, its new pictures kept and its row buttons carried out."""
    draft = read_draft(request.form)
    with transaction() as session:
        keep_uploads(session, corp_id, draft, request.files.getlist("new_image"))
        name_images(session, corp_id, draft)
    change_rows(draft, request.form.get("op", ""))
    return draft


def lend_pictures(draft: Draft) -> None:
    """Upload now what a welcome will need within 20 seconds; a failure is told, not hidden."""
    for image in draft.images:
        try:
            refresh_media(image)
        except WeComError as error:
            flash(
                _(
                    "图片「%(name)s」未能上传到企业微信，欢迎语暂不包含它：%(why)s",
                    name=draft.image_names[image],
                    why=f"{plain_words(error.errcode)} ({error.errcode} {error.errmsg})",
                ),
                "bad",
            )
