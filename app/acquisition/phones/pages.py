"""Lists of numbers for people: all of them, one with its funnel, one number with its history."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones import blocked_page, import_pages, queries, sidebar_page, words
from app.acquisition.phones.deeds import running_list
from app.acquisition.phones.giving import assign, close, open_counts, reallot
from app.acquisition.phones.import_pages import userid
from app.acquisition.phones.models import PhoneItem, PhoneList, PhoneLook
from app.acquisition.phones.plan_form import read_weights, wrong_members
from app.acquisition.phones.queries import Wanted
from app.acquisition.phones.report import report_csv, shown
from app.clock import now
from app.console.filters import in_corp_zone
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.queries import staff_choices, staff_names, tag_names
from app.db import reading, transaction
from app.errors import Unprocessable

pages = Blueprint(
    "phones",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/phones/static",
)
pages.add_url_rule("/phones/new", view_func=import_pages.new_list)
pages.add_url_rule("/phones/new", view_func=import_pages.hand_in, methods=["POST"])
DRAFT = "/phones/drafts/<int:draft_id>"
pages.add_url_rule(DRAFT, view_func=import_pages.draft)
pages.add_url_rule(DRAFT, view_func=import_pages.keep_draft, methods=["POST"])
pages.add_url_rule(f"{DRAFT}/drop", view_func=import_pages.drop_draft, methods=["POST"])
pages.add_url_rule("/phones/blocked", view_func=blocked_page.blocked)
pages.add_url_rule("/phones/blocked", view_func=blocked_page.add, methods=["POST"])
pages.add_url_rule(
    "/phones/blocked/<int:block_id>/drop", view_func=blocked_page.drop, methods=["POST"]
)
pages.add_url_rule("/sidebar/phones", view_func=sidebar_page.mine)
pages.add_url_rule("/sidebar/phones/<int:item_id>", view_func=sidebar_page.tap, methods=["POST"])


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """What the templates call verdicts and states, and how much of a number they show."""
    return {"words": words, "shown": shown, "may_look": may_look()}


@pages.get("/phones")
def lists() -> ResponseReturnValue:
    """All lists, by name and status."""
    corp_id = current_corp_id()
    asked = {key: request.args.get(key, "").strip() for key in ("words", "status")}
    with reading() as session:
        page = paged(session, queries.lists(corp_id, **asked))
        return render_template(
            "phones/lists.html",
            page=page,
            asked=asked,
            funnels=queries.funnels(session, corp_id, [made.id for made in page.rows]),
        )


@pages.get("/phones/<int:list_id>")
def one_list(list_id: int) -> ResponseReturnValue:
    """One list: how far it has come, by whom, and each of its rows."""
    corp_id, wanted = current_corp_id(), wanted_rows()
    with reading() as session:
        made = found(session, list_id)
        known_tags = tag_names(session, corp_id)
        return render_template(
            "phones/list.html",
            made=made,
            wanted=wanted,
            funnel=queries.funnels(session, corp_id, [list_id])[list_id],
            shares=queries.shares(session, made),
            verdicts=queries.verdict_counts(session, made),
            page=paged(session, queries.items(made, wanted)),
            names=staff_names(session, corp_id),
            staff=staff_choices(session, corp_id),
            loads=open_counts(session, corp_id),
            tags=[known_tags.get(tag_id, tag_id) for tag_id in made.tag_ids],
        )


@pages.get("/phones/<int:list_id>/report.csv")
def report(list_id: int) -> Response:
    """The rows that fit as a file; its numbers are masked."""
    return sheet(list_id, whole=False)


@pages.post("/phones/<int:list_id>/report.csv")
def whole_report(list_id: int) -> Response:
    """The same with whole numbers, for those who may, and it is kept who asked."""
    if not may_look():
        abort(403)
    with transaction() as session:
        found(session, list_id)
        session.add(PhoneLook(corp_id=current_corp_id(), list_id=list_id, userid=userid()))
    return sheet(list_id, whole=True)


def sheet(list_id: int, *, whole: bool) -> Response:
    with reading() as session:
        made = found(session, list_id)
        rows = session.scalars(queries.items(made, wanted_rows()))
        text = report_csv(rows, staff_names(session, made.corp_id), whole=whole)
    name = f"phones-{list_id}-{in_corp_zone(now()):%Y%m%d-%H%M}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=disposition)


@pages.post("/phones/<int:list_id>/reallot")
def share_anew(list_id: int) -> ResponseReturnValue:
    """Share anew what nobody has asked yet."""
    weights = read_weights(request.form)
    with transaction() as session:
        made = running(session, list_id)
        staff = dict(staff_choices(session, made.corp_id))
        if complaint := wrong_members(weights, staff):
            raise Unprocessable(complaint)
        count = reallot(session, made, weights)
    flash(
        _("已把 %(count)s 个号码重新分给 %(people)s 位成员。", count=count, people=len(weights)),
        "good",
    )
    return redirect(url_for("phones.one_list", list_id=list_id))


@pages.post("/phones/<int:list_id>/assign")
def assign_by_hand(list_id: int) -> ResponseReturnValue:
    """Give the ticked numbers to one member."""
    chosen, to = request.form.getlist("items", type=int), request.form.get("to", "")
    with transaction() as session:
        made = running(session, list_id)
        if to not in dict(staff_choices(session, made.corp_id)):
            raise Unprocessable(_("没有这位成员。"))
        if not chosen:
            raise Unprocessable(_("请先勾选要转交的号码。"))
        count = assign(session, made, chosen, to)
        name = staff_names(session, made.corp_id).get(to, to)
    if count:
        flash(_("已把 %(count)s 个号码交给 %(name)s。", count=count, name=name), "good")
    else:
        flash(_("勾选的号码不用转交：已通过、未导入，或已经在 %(name)s 手上。", name=name), "warn")
    return redirect(url_for("phones.one_list", list_id=list_id, **asdict(wanted_rows())))


@pages.post("/phones/<int:list_id>/close")
def close_list(list_id: int) -> ResponseReturnValue:
    """End a list."""
    with transaction() as session:
        close(session, running(session, list_id))
    flash(_("名单已结束，没有通过的号码可以放进新的名单。"))
    return redirect(url_for("phones.one_list", list_id=list_id))


@pages.get("/phones/<int:list_id>/rows/<int:item_id>")
def one_row(list_id: int, item_id: int) -> ResponseReturnValue:
    """One number and its history."""
    with reading() as session:
        return show_row(session, list_id, item_id, whole=False)


@pages.post("/phones/<int:list_id>/rows/<int:item_id>")
def look(list_id: int, item_id: int) -> ResponseReturnValue:
    """The same with the whole number, for those who may, and it is kept who looked."""
    if not may_look():
        abort(403)
    with transaction() as session:
        page = show_row(session, list_id, item_id, whole=True)
        session.add(PhoneLook(corp_id=current_corp_id(), item_id=item_id, userid=userid()))
    return page


def show_row(session: Session, list_id: int, item_id: int, *, whole: bool) -> str:
    made = found(session, list_id)
    its = (PhoneItem.corp_id == made.corp_id, PhoneItem.list_id == list_id, PhoneItem.id == item_id)
    item = session.scalars(select(PhoneItem).where(*its)).one_or_none() or abort(404)
    return render_template(
        "phones/row.html",
        made=made,
        item=item,
        whole=whole,
        names=staff_names(session, made.corp_id),
        turns=queries.turns_of(session, made.corp_id, item_id),
    )


def may_look() -> bool:
    """Whether who is looking may see whole numbers on purpose."""
    person = current_person()
    return person is not None and person.role in ("admin", "ops")


def found(session: Session, list_id: int) -> PhoneList:
    """The list of this corp, or 404."""
    return queries.find_list(session, current_corp_id(), list_id) or abort(404)


def running(session: Session, list_id: int) -> PhoneList:
    """The list, if it can still be changed; nobody else moves its numbers meanwhile."""
    return running_list(session, current_corp_id(), list_id) or abort(404)


def wanted_rows() -> Wanted:
    """Which rows the address asks for."""
    asked = request.args
    return Wanted(asked.get("verdict", ""), asked.get("state", ""), asked.get("userid", ""))
