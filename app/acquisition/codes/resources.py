"""Live codes for programs: the same operations as on the pages."""

from flask import Response, abort, jsonify, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition import queries
from app.acquisition.codes.bodies import (
    CodeBody,
    CodesAsked,
    CodesTold,
    CodeTold,
    PauseBody,
    fill,
    told,
)
from app.acquisition.codes.form import CodeForm, check_form
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.removal import ask_removal, take_back
from app.acquisition.codes.rows import choices, form_with_draft
from app.acquisition.codes.wanted import add_code, change_code
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import set_paused
from app.acquisition.told import state_of_write
from app.api.answers import created, listed
from app.api.guard import caller
from app.api.problems import against, problem
from app.api.shell import N_, ById, resources
from app.console.paging import paged
from app.db import reading, transaction
from app.outreach.composer import Draft

codes = resources("codes", __name__, N_("渠道活码"))


@codes.get("/codes", summary=N_("活码列表"), responses={"200": CodesTold})
def listing(query: CodesAsked) -> Response:
    """Live codes that fit."""
    asked = queries.Asked(**query.model_dump(exclude={"page", "size"}))
    with reading() as session:
        page = paged(session, queries.codes(session, caller().corp_id, asked), size=query.size)
        items = [told(session, way, picture(way.id)) for way in page.rows]
    return listed(page, items)


@codes.post("/codes", summary=N_("新建活码"), responses={"201": CodeTold})
def make_code(body: CodeBody) -> Response:
    """Keep a new live code, then ask WeCom for it."""
    state = state_of_write()
    form = fill(CodeForm(state, Draft()), body)
    if refused := complaints(form):
        return refused
    with transaction() as session:
        way = add_code(session, caller().corp_id, state, form.wanted(), made_by=caller().name)
    publish(way.id)
    return created(answer(way.id))


@codes.get("/codes/<int:id>", summary=N_("一个活码"), responses={"200": CodeTold})
def one(path: ById) -> Response:
    """One live code."""
    return answer(path.id)


@codes.put("/codes/<int:id>", summary=N_("修改活码"), responses={"200": CodeTold})
def change(path: ById, body: CodeBody) -> Response:
    """Let a live code be as told; its state, schedule, files and time windows stay."""
    with reading() as session:
        way = found(session, path.id)
        form = fill(form_with_draft(session, way), body)
    if refused := is_over(way) or complaints(form):
        return refused
    with transaction() as session:
        change_code(session, found(session, path.id), form.wanted())
    publish(path.id)
    return answer(path.id)


@codes.post("/codes/<int:id>/pause", summary=N_("暂停或恢复活码"), responses={"200": CodeTold})
def pause(path: ById, body: PauseBody) -> Response:
    """Let the spares receive until the code goes on."""
    with transaction() as session:
        way = found(session, path.id)
        refused = is_over(way)
        if refused is None:
            set_paused(session, way, is_paused=body.is_paused)
    if refused is not None:
        return refused
    publish(path.id)
    return answer(path.id)


@codes.delete("/codes/<int:id>", summary=N_("删除活码"), responses={"200": CodeTold})
def remove(path: ById) -> Response:
    """Let the code be gone in ten minutes; its customers and its history stay."""
    with transaction() as session:
        way = found(session, path.id)
        if way.stopped_at is None:
            ask_removal(session, way, caller().name)
    return answer(path.id)


@codes.post("/codes/<int:id>/keep", summary=N_("撤销删除"), responses={"200": CodeTold})
def keep(path: ById) -> Response:
    """Take a deletion back."""
    with transaction() as session:
        is_kept = take_back(session, found(session, path.id))
    if not is_kept:
        return problem(409, _("来不及撤销"), _("二维码已经删除。可以复制出一个新活码。"))
    return answer(path.id)


@codes.post(
    "/codes/<int:id>/publish", summary=N_("再同步一次到企业微信"), responses={"200": CodeTold}
)
def publish_code(path: ById) -> Response:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, path.id)
    publish(path.id)
    return answer(path.id)


@codes.get("/codes/<int:id>/qr", summary=N_("活码的二维码图片"), responses={"200": None})
def qr(path: ById) -> Response:
    """WeCom's picture."""
    with reading() as session:
        way = found(session, path.id)
        session.refresh(way, ["qr_image"])
    if way.qr_image is None or way.qr_type is None:
        abort(404)
    return Response(way.qr_image, mimetype=way.qr_type)


def found(session: Session, way_id: int) -> ContactWay:
    """The live code of the caller's corp, or 404."""
    way = queries.code(session, caller().corp_id, way_id)
    return way if way is not None else abort(404)


def picture(way_id: int) -> str:
    """Where the picture of a code is."""
    return url_for("api.codes.qr", id=way_id)


def is_over(way: ContactWay) -> Response | None:
    """409 for a code that is deleted."""
    if way.stopped_at is None:
        return None
    return problem(409, _("这个活码已删除"), _("已删除的活码不能再编辑，请新建一个。"))


def complaints(form: CodeForm) -> Response | None:
    """409 with everything that the rules of the house or of WeCom have against it."""
    with reading() as session:
        there = choices(session, caller().corp_id, form)
    if check_form(form, there):
        return None
    welcome = {f"welcome.{name}": words for name, words in form.draft.errors.items()}
    return against({**form.errors, **welcome})


def answer(way_id: int) -> Response:
    """One live code as JSON."""
    with reading() as session:
        return jsonify(told(session, found(session, way_id), picture(way_id)))
