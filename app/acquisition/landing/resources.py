"""Landing pages for programs: made, changed, counted, and read for what visitors left."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.landing import queries
from app.acquisition.landing.answers import erase
from app.acquisition.landing.bodies import (
    ImageBody,
    LandingPageBody,
    LandingPagesTold,
    LandingPageTold,
    SubmissionsTold,
    fill,
    page_told,
    submission_told,
)
from app.acquisition.landing.form import PageForm, apply, form_of, wrong_picture
from app.acquisition.landing.models import LandingPage
from app.acquisition.landing.wanted import add_page, fits, is_ready
from app.acquisition.told import state_of_write
from app.api.answers import created, listed
from app.api.guard import caller
from app.api.problems import against
from app.api.shell import N_, ById, Paged, resources
from app.console.paging import paged
from app.db import reading, transaction
from app.outreach.pictures import picture_type

landing_pages = resources("landing_pages", __name__, N_("落地页"))


@landing_pages.get("/landing-pages", summary=N_("落地页列表"), responses={"200": LandingPagesTold})
def listing(query: Paged) -> Response:
    """All landing pages."""
    with reading() as session:
        page = paged(session, queries.landing_pages(caller().corp_id), size=query.size)
        return listed(page, told(session, page.rows))


@landing_pages.post("/landing-pages", summary=N_("新建落地页"), responses={"201": LandingPageTold})
def make_page(body: LandingPageBody) -> Response:
    """Keep a new page; visitors find it at once."""
    form = fill(PageForm(state_of_write("landing")), body)
    if refused := complaints(form):
        return refused
    with transaction() as session:
        row = add_page(session, caller().corp_id, form, caller().name)
    return created(answer(row.id))


@landing_pages.get(
    "/landing-pages/<int:id>", summary=N_("一个落地页"), responses={"200": LandingPageTold}
)
def one(path: ById) -> Response:
    """One page with its addresses."""
    return answer(path.id)


@landing_pages.put(
    "/landing-pages/<int:id>", summary=N_("修改落地页"), responses={"200": LandingPageTold}
)
def change(path: ById, body: LandingPageBody) -> Response:
    """Let a page be as told, at once; its address and its picture stay."""
    with reading() as session:
        form = fill(form_of(found(session, path.id)), body)
    if refused := complaints(form):
        return refused
    with transaction() as session:
        apply(form, found(session, path.id))
    return answer(path.id)


@landing_pages.get(
    "/landing-pages/<int:id>/image", summary=N_("落地页的长图"), responses={"200": None}
)
def image(path: ById) -> Response:
    """The page's own picture."""
    with reading() as session:
        row = found(session, path.id)
        session.refresh(row, ["image"])
    if row.image is None or row.image_type is None:
        abort(404)
    return Response(row.image, mimetype=row.image_type)


@landing_pages.put(
    "/landing-pages/<int:id>/image",
    summary=N_("更换落地页的长图"),
    responses={"200": LandingPageTold},
)
def change_image(path: ById, body: ImageBody) -> Response:
    """Let visitors see this picture."""
    try:
        content = b64decode(body.content, validate=True)
    except binascii.Error:
        content = b""
    with reading() as session:
        found(session, path.id)
    if wrong := wrong_picture(content) or ("" if content else _("请选择 JPG 或 PNG 图片")):
        return against({"content": wrong})
    with transaction() as session:
        row = found(session, path.id)
        row.image, row.image_type = content, picture_type(content)
    return answer(path.id)


@landing_pages.delete(
    "/landing-pages/<int:id>/image",
    summary=N_("去掉落地页的长图"),
    responses={"200": LandingPageTold},
)
def drop_image(path: ById) -> Response:
    """Let the page be without a picture."""
    with transaction() as session:
        row = found(session, path.id)
        row.image = row.image_type = None
    return answer(path.id)


@landing_pages.get(
    "/landing-pages/<int:id>/submissions",
    summary=N_("访客留下的"),
    responses={"200": SubmissionsTold},
)
def submissions(path: ById, query: Paged) -> Response:
    """What visitors left; whole numbers are shown in the console only."""
    with reading() as session:
        page = paged(session, queries.submissions(found(session, path.id)), size=query.size)
        return listed(page, [submission_told(row) for row in page.rows])


@landing_pages.delete(
    "/landing-submissions/<int:id>", summary=N_("删除访客留下的内容"), responses={"204": None}
)
def erase_submission(path: ById) -> Response:
    """Forget it for good, and all else that the same customer left; the numbers do not change."""
    with transaction() as session:
        erase(session, queries.submission(session, caller().corp_id, path.id) or abort(404))
    return Response(status=204)


def found(session: Session, page_id: int) -> LandingPage:
    """The landing page of the caller's corp, or 404."""
    return queries.landing_page(session, caller().corp_id, page_id) or abort(404)


def complaints(form: PageForm) -> Response | None:
    """409 with everything that the rules of the page have against it."""
    with reading() as session:
        is_good = fits(session, caller().corp_id, form)
    return None if is_good else against(form.errors)


def told(session: Session, pages: Sequence[LandingPage]) -> list[dict[str, Any]]:
    """Pages with their counts, in two statements however many there are."""
    ids = [page.id for page in pages]
    visits = queries.visit_counts(session, ids)
    counts = queries.submission_counts(session, ids)
    return [page_told(page, visits, counts, is_ready=is_ready(session, page)) for page in pages]


def answer(page_id: int) -> Response:
    """One page as JSON."""
    with reading() as session:
        return jsonify(told(session, [found(session, page_id)])[0])
