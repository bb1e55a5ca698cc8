"""The administrator's page of API tokens: make one, see who uses which, close one."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.api.tokens import make_token, revoke, tokens
from app.console.person import Person, current_person
from app.db import reading, transaction

pages = Blueprint("api_tokens", __name__, template_folder="templates")
MAX_NAME = 30  # characters


@pages.get("/api-tokens")
def listing() -> ResponseReturnValue:
    """Every token, by name and ending."""
    return show(administrator())


@pages.post("/api-tokens")
def make() -> ResponseReturnValue:
    """A new token, shown this once."""
    person = administrator()
    name = request.form.get("name", "").strip()
    if not 1 <= len(name) <= MAX_NAME:
        words = _("请写明给谁用（最多 %(most)s 个字）", most=MAX_NAME)
        return show(person, name=name, error=words), 422
    with transaction() as session:
        token = make_token(
            session,
            person.corp_id,
            name,
            secrets.token_urlsafe(32),
            may_write="may_write" in request.form,
            made_by=person.userid,
        )
    return show(person, token=token)


@pages.post("/api-tokens/<int:token_id>/revoke")
def close(token_id: int) -> ResponseReturnValue:
    """Close a program's way in."""
    person = administrator()
    with transaction() as session:
        is_closed = revoke(session, person.corp_id, token_id)
    if not is_closed:
        abort(404)
    flash(_("令牌已停用，用它的程序从下一个请求起被拒绝"), "good")
    return redirect(url_for("api_tokens.listing"))


def show(person: Person, *, token: str = "", name: str = "", error: str = "") -> str:
    """The page; `token` is a new one, to be copied now."""
    with reading() as session:
        rows = tokens(session, person.corp_id)
    return render_template(
        "operations/api_tokens.html", rows=rows, token=token, name=name, error=error
    )


def administrator() -> Person:
    """Who looks, if they are the administrator."""
    person = current_person()
    if person is None or person.role != "admin":
        abort(403)
    return person
