"""Group welcomes for programs: the same operations as on the pages."""

from typing import Any, Literal

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.answers import Complaint, complaint, created, listed
from app.api.guard import caller, mark_of_write
from app.api.problems import against, problem
from app.api.shell import N_, ById, Name, Paged, Sent, Text, Told, resources
from app.console.paging import paged
from app.db import reading, transaction
from app.outreach import group_welcomes as groups
from app.outreach.bodies import SpokenBody, SpokenTold, part_from, spoken
from app.outreach.composer import Draft
from app.outreach.group_form import LONGEST_NAME, GroupForm, check_form
from app.outreach.models import GroupWelcome
from app.outreach.resources import missing_materials

group_welcomes = resources("group_welcome_resources", __name__, N_("入群欢迎语"))
Status = Literal["published", "waiting", "unknown", "deleting", "deleted"]


class GroupWelcomeBody(SpokenBody):
    """What is said to whoever joins; WeCom takes one attachment at most."""

    name: Name = Field(max_length=LONGEST_NAME, description=N_("只有我们看到的名称"))
    text: Text = Field(
        default="",
        max_length=groups.MAX_TEXT,
        description=N_("最多 3000 字节，可用编辑器里客户昵称的占位词"),
    )


class NewGroupWelcomeBody(GroupWelcomeBody):
    """A new one; whether owners are told is settled with it."""

    notify: bool = Field(default=True, description=N_("通知群主来使用，以后不能再改"))


class PublishBody(Sent):
    """What somebody saw at WeCom."""

    is_missing: bool = Field(
        default=False,
        description=N_("状态为 unknown 时：有人在企业微信后台看过，没有这一条，可以再建一次"),
    )


class GroupWelcomeTold(SpokenTold):
    """A group welcome; `unknown`: its making was asked for, and WeCom's answer was lost."""

    id: int
    name: str
    notify: bool
    status: Status
    template_id: str | None
    complaint: Complaint | None


class GroupWelcomesTold(Told):
    """One page of those that stand or shall, the newest first."""

    items: list[GroupWelcomeTold]
    total: int
    page: int
    size: int


@group_welcomes.get(
    "/group-welcomes", summary=N_("入群欢迎语列表"), responses={"200": GroupWelcomesTold}
)
def listing(query: Paged) -> Response:
    """All that stand at WeCom or shall."""
    with reading() as session:
        page = paged(session, groups.group_welcomes(caller().corp_id), size=query.size)
    return listed(page, [told(row) for row in page.rows])


@group_welcomes.post(
    "/group-welcomes", summary=N_("新建入群欢迎语"), responses={"201": GroupWelcomeTold}
)
def make(body: NewGroupWelcomeBody) -> Response:
    """Keep a new one, then bring it to WeCom."""
    form = form_from(mark_of_write("group welcome").hex(), body)
    if refused := complaints(form, is_new=True):
        return refused
    with transaction() as session:
        made = groups.add(session, caller().corp_id, form.key, notify=body.notify, **wanted(form))
    groups.push(made)
    return created(answer(made))


@group_welcomes.get(
    "/group-welcomes/<int:id>", summary=N_("一条入群欢迎语"), responses={"200": GroupWelcomeTold}
)
def one(path: ById) -> Response:
    """One of them."""
    return answer(path.id)


@group_welcomes.put(
    "/group-welcomes/<int:id>", summary=N_("修改入群欢迎语"), responses={"200": GroupWelcomeTold}
)
def change(path: ById, body: GroupWelcomeBody) -> Response:
    """Let it say this, in every group that uses it."""
    with reading() as session:
        row = found(session, path.id)
    form = form_from(row.form_key, body)
    if refused := is_over(row) or complaints(form, is_new=False):
        return refused
    with transaction() as session:
        groups.change(found(session, path.id), **wanted(form))
    groups.push(path.id)
    return answer(path.id)


@group_welcomes.delete(
    "/group-welcomes/<int:id>", summary=N_("删除入群欢迎语"), responses={"200": GroupWelcomeTold}
)
def remove(path: ById) -> Response:
    """Take it away at WeCom; groups that use it greet nobody any more."""
    with transaction() as session:
        groups.stop(found(session, path.id))
    groups.push(path.id)
    return answer(path.id)


@group_welcomes.post(
    "/group-welcomes/<int:id>/publish",
    summary=N_("再同步一次到企业微信"),
    responses={"200": GroupWelcomeTold},
)
def publish(path: ById, body: PublishBody) -> Response:
    """Try again what WeCom has not agreed to."""
    with transaction() as session:
        row = found(session, path.id)
        if body.is_missing:
            groups.make_again(row)
    groups.push(path.id)
    return answer(path.id)


def form_from(key: str, body: GroupWelcomeBody) -> GroupForm:
    """What was sent, as the page's form has it."""
    return GroupForm(key, Draft(part_from("", body)), body.name)


def wanted(form: GroupForm) -> dict[str, Any]:
    """What shall be kept."""
    draft = form.draft
    return {"name": form.name, "text": draft.text, "attachments": draft.attachments}


def complaints(form: GroupForm, *, is_new: bool) -> Response | None:
    """409 with everything that the rules of the page have against it."""
    corp_id = caller().corp_id
    with reading() as session:
        if gone := missing_materials(session, corp_id, form.draft):
            return against(gone)
        is_good = check_form(session, corp_id, form, is_new=is_new)
    return None if is_good else against({**form.errors, **form.draft.errors})


def found(session: Session, row_id: int) -> GroupWelcome:
    """The one of the caller's corp, or 404."""
    return groups.group_welcome(session, caller().corp_id, row_id) or abort(404)


def is_over(row: GroupWelcome) -> Response | None:
    """409 for one that is deleted."""
    if row.stopped_at is None:
        return None
    return problem(409, _("这条入群欢迎语已删除"), _("已删除的不能再编辑，请新建一条。"))


def answer(row_id: int) -> Response:
    """One of them as JSON."""
    with reading() as session:
        return jsonify(told(found(session, row_id)))


def told(row: GroupWelcome) -> dict[str, Any]:
    """One as it is told."""
    return {
        **spoken(row.text, row.attachments),
        "id": row.id,
        "name": row.name,
        "notify": row.notify,
        "status": status_of(row),
        "template_id": row.template_id,
        "complaint": complaint(row.errcode, row.error),
    }


def status_of(row: GroupWelcome) -> Status:
    """How far it is at WeCom."""
    if row.stopped_at is not None:
        return "deleted" if row.is_pushed else "deleting"
    if row.is_pushed:
        return "published"
    return "unknown" if row.is_unknown else "waiting"
