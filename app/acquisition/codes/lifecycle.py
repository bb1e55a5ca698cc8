"""What becomes of a live code: copied, deleted, and kept after all."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.acquisition.codes.form import copy_of
from app.acquisition.codes.pages import found, show_form
from app.acquisition.codes.removal import UNDO_FOR, ask_removal, take_back
from app.acquisition.codes.rows import form_with_draft
from app.console.person import current_person
from app.db import reading, transaction

pages = Blueprint("code_life", __name__, template_folder="templates")


@pages.get("/codes/<int:way_id>/copy")
def copy(way_id: int) -> ResponseReturnValue:
    """The form of a new code, filled as this one is."""
    with reading() as session:
        form = form_with_draft(session, found(session, way_id))
    return show_form(copy_of(form))


@pages.post("/codes/<int:way_id>/delete")
def delete(way_id: int) -> ResponseReturnValue:
    """Let the code be gone in a while; its customers and its history stay."""
    person = current_person()
    with transaction() as session:
        ask_removal(session, found(session, way_id), person.userid if person else "")
    minutes = UNDO_FOR.seconds // 60
    flash(_("活码将在 %(minutes)s 分钟后删除，在此之前可以撤销", minutes=minutes))
    return redirect(url_for("acquisition.code", way_id=way_id))


@pages.post("/codes/<int:way_id>/keep")
def keep(way_id: int) -> ResponseReturnValue:
    """Take a deletion back."""
    with transaction() as session:
        is_kept = take_back(session, found(session, way_id))
    if is_kept:
        flash(_("已撤销删除，活码继续使用"))
    else:
        flash(_("来不及撤销：二维码已经删除。可以复制出一个新活码。"), "bad")
    return redirect(url_for("acquisition.code", way_id=way_id))
