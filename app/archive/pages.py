"""Pages of the archive: conversations, search, a message in its talk, and the private keys."""

from collections.abc import Iterable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.archive.keys import keep_key, look_again
from app.archive.models import ChatMessage
from app.archive.queries import (
    around,
    customers_called,
    find_message,
    health,
    key_versions,
    sealed_rows,
    taken_back,
)
from app.archive.search import Sought, search
from app.archive.shown import shown
from app.archive.talks import talks
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.queries import customer_names, staff_choices, staff_names
from app.db import reading, transaction
from bots.archive import private_key

WORDS_LIMIT = 100

pages = Blueprint(
    "archive",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/messages/static",
)


@pages.get("/messages")
def messages() -> ResponseReturnValue:
    """Conversations, or the messages that contain the words in the address."""
    corp_id = current_corp_id()
    with reading() as session:
        sought = asked(session, corp_id)
        show = hits_page if sought.words else talks_page
        return show(session, corp_id, sought)


def asked(session: Session, corp_id: str) -> Sought:
    """What the address asks for."""
    customer = request.args.get("customer", "").strip()
    return Sought(
        words=request.args.get("q", "").strip()[:WORDS_LIMIT],
        userid=request.args.get("userid", ""),
        external_userids=customers_called(session, corp_id, customer) if customer else None,
    )


def talks_page(session: Session, corp_id: str, sought: Sought) -> str:
    """The conversations, the newest first."""
    page = paged(session, talks(corp_id, sought))
    names = names_in(session, corp_id, (message for message, _many in page.rows))
    return render_template(
        "archive/messages.html",
        page=page,
        talks=[
            (message, shown(message, names, is_excerpt=True), many) for message, many in page.rows
        ],
        names=names,
        staff=staff_choices(session, corp_id),
        sealed=sealed_rows(session, corp_id),
        health=health(session, corp_id),
    )


def hits_page(session: Session, corp_id: str, sought: Sought) -> str:
    """The messages that contain the words, the newest first."""
    found = search(session, corp_id, sought, before=request.args.get("before", ""))
    names = names_in(session, corp_id, found.messages)
    revoked = taken_back(session, corp_id, found.messages)
    return render_template(
        "archive/hits.html",
        hits=[
            (message, shown(message, names, revoked=revoked, words=sought.words, is_excerpt=True))
            for message in found.messages
        ],
        older=found.older,
        names=names,
        staff=staff_choices(session, corp_id),
        kept={**request.args.to_dict(), "before": found.older},
    )


@pages.get("/messages/<int:message_id>")
def message(message_id: int) -> ResponseReturnValue:
    """A message in its talk: what was said before and after it."""
    corp_id = current_corp_id()
    with reading() as session:
        asked_for = find_message(session, corp_id, message_id) or abort(404)
        talk = around(session, asked_for)
        names = names_in(session, corp_id, talk.messages)
        revoked = taken_back(session, corp_id, talk.messages)
    words = request.args.get("q", "").strip()[:WORDS_LIMIT]
    return render_template(
        "archive/talk.html",
        message=asked_for,
        talk=talk,
        lines=[
            shown(each, names, revoked=revoked, words=words, asked_for=message_id)
            for each in talk.messages
        ],
        names=names,
    )


@pages.route("/messages/keys", methods=["GET", "POST"])
def keys() -> ResponseReturnValue:
    """The private keys by version: which are here, what waits for one, and a form to add one."""
    person = current_person()
    if person is None or person.role != "admin":
        abort(403)
    typed, errors = request.form.to_dict(), {}
    if request.method == "POST":
        errors = wrong_with(typed)
        if not errors:
            with transaction() as session:
                keep_key(session, person.corp_id, int(typed["version"]), typed["private_key"])
            flash(_("第 %(version)s 版私钥已保存。", version=typed["version"]), "good")
            return redirect(url_for("archive.keys"))
    with reading() as session:
        page = render_template(
            "archive/keys.html",
            keys=key_versions(session, person.corp_id),
            sealed=sealed_rows(session, person.corp_id),
            typed=typed,
            errors=errors,
        )
    return page, 422 if errors else 200


@pages.post("/messages/again")
def again() -> ResponseReturnValue:
    """Try once more to open what could not be opened."""
    with transaction() as session:
        many = look_again(session, current_corp_id())
    flash(_("正在重新解密 %(many)s 条消息。", many=many), "good")
    return redirect(url_for("archive.messages"))


def wrong_with(typed: dict[str, str]) -> dict[str, str]:
    """field → what is wrong with it. The key itself is never repeated in an error."""
    errors = {}
    version = typed.get("version", "")
    if not (version.isascii() and version.isdecimal() and 0 < int(version) < 10**6):
        errors["version"] = _("请填企业微信后台显示的版本号，如 1。")
    if private_key(typed.get("private_key", "").strip()) is None:
        errors["private_key"] = _("这不是 PEM 格式的 RSA 私钥，请连同 BEGIN 和 END 两行一起粘贴。")
    return errors


def names_in(session: Session, corp_id: str, messages: Iterable[ChatMessage]) -> dict[str, str]:
    """The names of everybody in these messages."""
    ids = {who for each in messages for who in (each.sender, each.external_userid) if who}
    return {**staff_names(session, corp_id), **customer_names(session, corp_id, ids)}
