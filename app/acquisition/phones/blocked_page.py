"""Numbers that nobody may be asked to add, for people."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.acquisition.phones import queries
from app.acquisition.phones.deeds import block, unblock
from app.acquisition.phones.import_pages import userid
from app.acquisition.phones.numbers import masked, read_number
from app.acquisition.phones.words import WHY
from app.console.paging import paged
from app.console.person import current_corp_id
from app.contacts.queries import staff_names
from app.db import reading, transaction

MOST_NOTE = 50  # characters


def blocked() -> ResponseReturnValue:
    """All of them, the newest first."""
    return show("", "")


def add() -> ResponseReturnValue:
    """Block one more number."""
    typed, note = request.form.get("phone", ""), request.form.get("note", "").strip()[:MOST_NOTE]
    number = read_number(typed)
    if not number.phone:
        return show(typed, str(WHY[number.why])), 422
    with transaction() as session:
        block(session, current_corp_id(), number.phone, made_by=userid(), note=note)
    flash(_("以后的名单都会跳过这个号码。"), "good")
    return redirect(url_for("phones.blocked"))


def drop(block_id: int) -> ResponseReturnValue:
    """Let the number be asked again."""
    with transaction() as session:
        is_gone = unblock(session, current_corp_id(), block_id)
    if not is_gone:
        abort(404)
    flash(_("已移出勿扰名单。"))
    return redirect(url_for("phones.blocked"))


def show(typed: str, error: str) -> str:
    corp_id = current_corp_id()
    with reading() as session:
        return render_template(
            "phones/blocked.html",
            page=paged(session, queries.blocked(corp_id)),
            names=staff_names(session, corp_id),
            masked=masked,
            typed=typed,
            error=error,
        )
