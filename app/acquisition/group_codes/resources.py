"""Group codes for programs: the same operations as on the pages."""

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.group_codes import queries
from app.acquisition.group_codes.bodies import (
    GroupCodeBody,
    GroupCodesAsked,
    GroupCodesTold,
    GroupCodeTold,
    fill,
    told,
)
from app.acquisition.group_codes.form import GroupCodeForm, check_form
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.publishing import publish
from app.acquisition.group_codes.wanted import (
    add_group_code,
    change_group_code,
    stop_group_code,
)
from app.acquisition.told import state_of_write
from app.api.answers import created, listed
from app.api.guard import caller
from app.api.problems import against, problem
from app.api.shell import N_, ById, resources
from app.console.paging import paged
from app.contacts.groups.queries import living_groups
from app.db import reading, transaction

group_codes = resources("group_code_resources", __name__, N_("群活码"))


@group_codes.get("/group-codes", summary=N_("群活码列表"), responses={"200": GroupCodesTold})
def listing(query: GroupCodesAsked) -> Response:
    """Group codes that fit."""
    fitting = queries.group_codes(caller().corp_id, words=query.words, status=query.status)
    with reading() as session:
        page = paged(session, fitting, size=query.size)
        items = [told(session, code) for code in page.rows]
    return listed(page, items)


@group_codes.post("/group-codes", summary=N_("新建群活码"), responses={"201": GroupCodeTold})
def make_group_code(body: GroupCodeBody) -> Response:
    """Keep a new group code, then ask WeCom for it."""
    form = fill(GroupCodeForm(state_of_write("group")), body)
    if refused := complaints(form):
        return refused
    corp_id, made_by = caller().corp_id, caller().name
    with transaction() as session:
        code = add_group_code(session, corp_id, form.state, form.wanted(), made_by=made_by)
    publish(code.id)
    return created(answer(code.id))


@group_codes.get(
    "/group-codes/<int:id>", summary=N_("一个群活码"), responses={"200": GroupCodeTold}
)
def one(path: ById) -> Response:
    """One group code."""
    return answer(path.id)


@group_codes.put(
    "/group-codes/<int:id>", summary=N_("修改群活码"), responses={"200": GroupCodeTold}
)
def change(path: ById, body: GroupCodeBody) -> Response:
    """Let a group code be as told; its state and its history stay."""
    with reading() as session:
        code = found(session, path.id)
        form = fill(GroupCodeForm(code.channel.state), body)
    if refused := is_over(code) or complaints(form):
        return refused
    with transaction() as session:
        change_group_code(session, found(session, path.id), form.wanted())
    publish(path.id)
    return answer(path.id)


@group_codes.delete(
    "/group-codes/<int:id>", summary=N_("删除群活码"), responses={"200": GroupCodeTold}
)
def remove(path: ById) -> Response:
    """Take the code away at WeCom; its groups and its history stay."""
    with transaction() as session:
        stop_group_code(found(session, path.id))
    publish(path.id)
    return answer(path.id)


@group_codes.post(
    "/group-codes/<int:id>/publish",
    summary=N_("再同步一次到企业微信"),
    responses={"200": GroupCodeTold},
)
def publish_group_code(path: ById) -> Response:
    """Try again what WeCom has not agreed to."""
    with reading() as session:
        found(session, path.id)
    publish(path.id)
    return answer(path.id)


@group_codes.get(
    "/group-codes/<int:id>/qr", summary=N_("群活码的二维码图片"), responses={"200": None}
)
def qr(path: ById) -> Response:
    """WeCom's picture."""
    with reading() as session:
        code = found(session, path.id)
        session.refresh(code, ["qr_image"])
    if code.qr_image is None or code.qr_type is None:
        abort(404)
    return Response(code.qr_image, mimetype=code.qr_type)


def found(session: Session, code_id: int) -> GroupCode:
    """The group code of the caller's corp, or 404."""
    return queries.group_code(session, caller().corp_id, code_id) or abort(404)


def is_over(code: GroupCode) -> Response | None:
    """409 for a code that is deleted."""
    if code.stopped_at is None:
        return None
    return problem(409, _("这个群活码已删除"), _("已删除的不能再编辑，请新建一个。"))


def complaints(form: GroupCodeForm) -> Response | None:
    """409 with everything that the rules of the page have against it."""
    with reading() as session:
        chat_ids = [one.chat_id for one in living_groups(session, caller().corp_id)]
    return None if check_form(form, chat_ids) else against(form.errors)


def answer(code_id: int) -> Response:
    """One group code as JSON."""
    with reading() as session:
        return jsonify(told(session, found(session, code_id)))
