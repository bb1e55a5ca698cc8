"""Acquisition links for programs: the same operations as on the pages."""

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.links import queries
from app.acquisition.links.bodies import (
    AcquisitionLinkBody,
    AcquisitionLinksAsked,
    AcquisitionLinksTold,
    AcquisitionLinkTold,
    PlacementBody,
    QuotaTold,
    fill,
    told,
)
from app.acquisition.links.form import LinkForm, check_form
from app.acquisition.links.form_rows import choices, form_with_draft
from app.acquisition.links.models import AcquisitionLink
from app.acquisition.links.publishing import publish
from app.acquisition.links.quota import quota_of, refresh_quota
from app.acquisition.links.wanted import add_link, add_placement, change_link, link_row, stop_link
from app.acquisition.told import state_of_write
from app.api.answers import complaint, created, listed
from app.api.guard import caller
from app.api.problems import against, problem
from app.api.shell import N_, ById, resources
from app.console.paging import paged
from app.db import reading, transaction

links = resources("acquisition_links", __name__, N_("获客链接"))


@links.get("/links", summary=N_("获客链接列表"), responses={"200": AcquisitionLinksTold})
def listing(query: AcquisitionLinksAsked) -> Response:
    """Links that fit."""
    fitting = queries.links(caller().corp_id, words=query.words, status=query.status)
    with reading() as session:
        page = paged(session, fitting, size=query.size)
        items = [told(session, row) for row in page.rows]
    return listed(page, items)


@links.post("/links", summary=N_("新建获客链接"), responses={"201": AcquisitionLinkTold})
def make_link(body: AcquisitionLinkBody) -> Response:
    """Keep a new link, then ask WeCom for it."""
    form = fill(LinkForm(state_of_write("link")), body)
    if refused := complaints(form):
        return refused
    corp_id, made_by = caller().corp_id, caller().name
    with transaction() as session:
        link = add_link(session, corp_id, form.state, form.wanted(), made_by=made_by)
    publish(link.id)
    return created(answer(link.id))


@links.get("/links/<int:id>", summary=N_("一条获客链接"), responses={"200": AcquisitionLinkTold})
def one(path: ById) -> Response:
    """One link."""
    return answer(path.id)


@links.put("/links/<int:id>", summary=N_("修改获客链接"), responses={"200": AcquisitionLinkTold})
def change(path: ById, body: AcquisitionLinkBody) -> Response:
    """Let a link be as told; its address and its placements stay."""
    with reading() as session:
        link = found(session, path.id)
        form = fill(form_with_draft(session, link), body)
    if refused := is_over(link) or complaints(form, link):
        return refused
    with transaction() as session:
        change_link(session, found(session, path.id), form.wanted())
    publish(path.id)
    return answer(path.id)


@links.post(
    "/links/<int:id>/placements",
    summary=N_("添加投放位置"),
    responses={"201": AcquisitionLinkTold},
)
def place(path: ById, body: PlacementBody) -> Response:
    """One more place with an address of its own; WeCom need not know."""
    state = state_of_write("placement")
    with transaction() as session:
        link = found(session, path.id)
        refused = is_over(link)
        if refused is None:
            add_placement(session, link, state, body.name, form_with_draft(session, link).wanted())
    if refused is not None:
        return refused
    return created(answer(path.id))


@links.delete("/links/<int:id>", summary=N_("删除获客链接"), responses={"200": AcquisitionLinkTold})
def remove(path: ById) -> Response:
    """Take the link away at WeCom; its customers and its history stay."""
    with transaction() as session:
        stop_link(found(session, path.id))
    publish(path.id)
    return answer(path.id)


@links.post(
    "/links/<int:id>/publish",
    summary=N_("再同步一次到企业微信"),
    responses={"200": AcquisitionLinkTold},
)
def publish_link(path: ById) -> Response:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, path.id)
    publish(path.id)
    return answer(path.id)


@links.get("/link-quota", summary=N_("获客助手的额度"), responses={"200": QuotaTold})
def quota() -> Response:
    """What WeCom said last."""
    return answer_quota()


@links.post("/link-quota", summary=N_("向企业微信查询额度"), responses={"200": QuotaTold})
def ask_quota() -> Response:
    """Ask WeCom what is left; its refusal stands beside what it said last."""
    refresh_quota(caller().corp_id)
    return answer_quota()


def answer_quota() -> Response:
    """The quota as JSON."""
    with reading() as session:
        row = quota_of(session, caller().corp_id)
    if row is None:
        return jsonify(dict.fromkeys(QuotaTold.model_fields))
    return jsonify(
        total=row.total,
        balance=row.balance,
        expires_on=row.expires_on.isoformat() if row.expires_on else None,
        expires_many=row.expires_many,
        asked_at=row.asked_at.isoformat(),
        complaint=complaint(row.errcode, row.error),
    )


def found(session: Session, row_id: int) -> AcquisitionLink:
    """The link of the caller's corp, or 404."""
    return link_row(session, caller().corp_id, row_id) or abort(404)


def is_over(link: AcquisitionLink) -> Response | None:
    """409 for a link that is deleted."""
    if link.stopped_at is None:
        return None
    return problem(409, _("这条获客链接已删除"), _("已删除的不能再编辑，请新建一条。"))


def complaints(form: LinkForm, link: AcquisitionLink | None = None) -> Response | None:
    """409 with everything that the rules of the page have against it."""
    with reading() as session:
        there = choices(session, caller().corp_id, form, link)
    if check_form(form, there):
        return None
    welcome = {f"welcome.{name}": words for name, words in form.draft.errors.items()}
    return against(form.errors | welcome)


def answer(row_id: int) -> Response:
    """One link as JSON."""
    with reading() as session:
        return jsonify(told(session, found(session, row_id)))
