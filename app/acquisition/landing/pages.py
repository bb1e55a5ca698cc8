"""Landing pages for ops: the list, one page with its addresses and what was left, and its form."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.landing import queries
from app.acquisition.landing.answers import erase, table
from app.acquisition.landing.form import PageForm, apply, form_of, new_form, read_form
from app.acquisition.landing.models import LandingPage
from app.acquisition.landing.targets import target_choices
from app.acquisition.landing.wanted import add_page, address, fits, is_ready
from app.acquisition.printed import drawn
from app.config import settings
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.console.sheet_files import ENDINGS, sheet_file
from app.contacts.queries import customer_names
from app.db import reading, transaction

pages = Blueprint("landing", __name__, template_folder="templates")


@pages.get("/landing")
def landing_pages() -> ResponseReturnValue:
    """All landing pages."""
    with reading() as session:
        page = paged(session, queries.landing_pages(current_corp_id()))
        ids = [row.id for row in page.rows]
        return render_template(
            "landing/landing_pages.html",
            page=page,
            visits=summed(queries.visit_counts(session, ids)),
            left=summed({key: one for key, (one, _known) in counts(session, ids).items()}),
            known=summed({key: one for key, (_left, one) in counts(session, ids).items()}),
        )


@pages.get("/landing/new")
def new_page() -> ResponseReturnValue:
    """An empty form."""
    return show_form(new_form())


@pages.post("/landing/new")
def make_page() -> ResponseReturnValue:
    """Keep a new page, once however often the form is sent."""
    form = read_form(request.form, request.files.get("image"))
    if not is_good(form):
        return show_form(form)
    person = current_person()
    with transaction() as session:
        row = add_page(session, current_corp_id(), form, person.userid if person else "")
    flash(_("落地页已保存"))
    return redirect(url_for("landing.landing_page", page_id=row.id))


@pages.get("/landing/<int:page_id>")
def landing_page(page_id: int) -> ResponseReturnValue:
    """One page: an address for each source, how they do, and what visitors left."""
    with reading() as session:
        row = found(session, page_id)
        left = paged(session, queries.submissions(row))
        customers = [one.external_userid for one in left.rows if one.external_userid]
        return render_template(
            "landing/landing_page.html",
            row=row,
            left=left,
            names=customer_names(session, row.corp_id, customers),
            sources=[(source, address(row, source)) for source in ["", *row.sources]],
            visits=queries.visit_counts(session, [row.id]),
            counts=counts(session, [row.id]),
            retain=settings().retain_answers,
            is_ready=is_ready(session, row),
        )


@pages.get("/landing/<int:page_id>/edit")
def edit_page(page_id: int) -> ResponseReturnValue:
    """The form of a page."""
    with reading() as session:
        form = form_of(found(session, page_id))
    return show_form(form, page_id)


@pages.post("/landing/<int:page_id>/edit")
def save_page(page_id: int) -> ResponseReturnValue:
    """Keep the changes; visitors see them at once."""
    form = read_form(request.form, request.files.get("image"))
    with reading() as session:
        form.slug = found(session, page_id).slug
    if not is_good(form):
        return show_form(form, page_id)
    with transaction() as session:
        apply(form, found(session, page_id))
    flash(_("落地页已保存"))
    return redirect(url_for("landing.landing_page", page_id=page_id))


@pages.get("/landing/<int:page_id>/qr.svg")
def picture(page_id: int) -> ResponseReturnValue:
    """The address of a source (`?source=`) as a QR code."""
    with reading() as session:
        row = found(session, page_id)
    source = request.args.get("source", "")
    if source and source not in row.sources:
        abort(404)
    return drawn(address(row, source), f"landing-{row.id}")


@pages.get("/landing/<int:page_id>/answers.<ending>")
def answers(page_id: int, ending: str) -> ResponseReturnValue:
    """What visitors left as a file: csv or xlsx."""
    if ending not in ENDINGS:
        abort(404)
    with reading() as session:
        row = found(session, page_id)
        name = f"landing-{row.id}"
        return sheet_file(table(session, row), title=row.name, name=name, ending=ending)


@pages.post("/landing/<int:page_id>/answers/<int:answer_id>/erase")
def erase_answer(page_id: int, answer_id: int) -> ResponseReturnValue:
    """Forget what somebody left, for good."""
    with transaction() as session:
        left = queries.submission(session, found(session, page_id).corp_id, answer_id)
        if left is None or left.page_id != page_id:
            abort(404)
        many = erase(session, left)
    flash(_("已删除 %(count)s 份提交的内容", count=many))
    return redirect(url_for("landing.landing_page", page_id=page_id))


def counts(session: Session, ids: list[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """(page, source) → left, known."""
    return queries.submission_counts(session, ids)


def summed(by_source: dict[tuple[int, str], int]) -> dict[int, int]:
    """page → all sources together."""
    totals: dict[int, int] = {}
    for (page_id, _source), many in by_source.items():
        totals[page_id] = totals.get(page_id, 0) + many
    return totals


def found(session: Session, page_id: int) -> LandingPage:
    """The landing page of this corp, or 404."""
    row = queries.landing_page(session, current_corp_id(), page_id)
    return row if row is not None else abort(404)


def is_good(form: PageForm) -> bool:
    """Whether the form can be kept."""
    with reading() as session:
        return fits(session, current_corp_id(), form)


def show_form(form: PageForm, page_id: int | None = None) -> ResponseReturnValue:
    """The form; 422 when something in it is wrong."""
    with reading() as session:
        targets = target_choices(session, current_corp_id())
    page = render_template("landing/form.html", form=form, page_id=page_id, targets=targets)
    return page, 422 if form.errors else 200
