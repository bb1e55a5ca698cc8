"""The member's own numbers in the sidebar (待添加客户): copy, ask, and say what became of them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.phones import deeds, queries
from app.acquisition.phones.import_pages import userid as me
from app.acquisition.phones.models import PhoneItem
from app.acquisition.phones.notices import waiting_with
from app.acquisition.phones.words import REASONS
from app.console.paging import paged
from app.console.person import current_corp_id
from app.contacts.queries import customer_names, staff_choices
from app.db import reading, transaction
from app.errors import Unprocessable


def mine() -> ResponseReturnValue:
    """What waits with a member; whole numbers for that member only."""
    corp_id, own = current_corp_id(), me()
    userid = request.args.get("userid") or own
    with reading() as session:
        friends = deeds.candidates(session, corp_id, userid)
        staff = staff_choices(session, corp_id)
        return render_template(
            "phones/sidebar.html",
            page=paged(session, queries.waiting_with(corp_id, userid), size=10),
            userid=userid,
            is_own=userid == own,
            counts=waiting_with(session, corp_id, userid),
            members=staff if userid in dict(staff) else [(userid, userid), *staff],
            friends=friends,
            names=customer_names(session, corp_id, {one.external_userid for one in friends}),
            by_phone=deeds.BY_PHONE,
        )


def tap(item_id: int) -> ResponseReturnValue:
    """One tap on a number that waits with whoever taps."""
    deed = request.form.get("do", "")
    with transaction() as session:
        item = deeds.own_item(session, current_corp_id(), me(), item_id)
        told = act(session, item, deed)
    flash(told, "good")
    return redirect(url_for("phones.mine", page=request.args.get("page")))


def act(session: Session, item: PhoneItem, deed: str) -> str:
    """Do it, and say so."""
    if deed == "ask":
        deeds.ask(session, item)
        return _("已记录申请。对方通过后会自动归到这份名单。")
    if deed == "fail" and request.form.get("reason") in REASONS:
        deeds.fail(session, item, request.form["reason"])
        return _("已记录，这个号码不再提醒您。")
    if deed == "confirm" and request.form.get("customer"):
        deeds.confirm(session, item, request.form["customer"])
        return _("已对上这位客户。")
    raise Unprocessable(_("请选择一个原因或一位客户，再点一次。"))


def waiting_numbers(userid: str) -> int:
    """How many numbers wait with a member: pages above ask here."""
    with reading() as session:
        return sum(waiting_with(session, current_corp_id(), userid).values())


def phone_source(external_userid: str) -> tuple[str, str] | None:
    """The list through which a customer was reached, and its page: pages above ask here."""
    with reading() as session:
        made = queries.list_of_customer(session, current_corp_id(), external_userid)
    return (made.name, url_for("phones.one_list", list_id=made.id)) if made else None
