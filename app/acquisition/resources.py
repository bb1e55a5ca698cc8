"""Live codes for programs: the same operations as on the pages."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from flask import Response, abort, jsonify, url_for
from flask_babel import gettext as _
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from app.acquisition import queries
from app.acquisition.code_form import MAX_MEMBERS, MAX_NAME, MAX_SOURCE, CodeForm, check_form
from app.acquisition.codes import add_code, change_code, stop_code
from app.acquisition.models import ContactWay
from app.acquisition.publishing import publish
from app.acquisition.states import make
from app.api.guard import caller, idempotency_key
from app.api.problems import problem
from app.api.shell import N_, Asked, ById, Key, Line, Name, Paged, Text, Told, resources
from app.config import settings
from app.console.paging import paged
from app.contacts.queries import staff_choices, tag_groups
from app.db import reading, transaction
from app.outreach.composer import Draft, draft_of
from app.outreach.welcome import MAX_ATTACHMENTS
from app.outreach.welcomes import welcome_for_state
from app.tagging.channel_rules import tags_for_state

codes = resources("codes", __name__, N_("渠道活码"))

MOST_TAGS = 100
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=2048)]


class LinkBody(Asked):
    """A link card of the welcome."""

    title: Name = Field(max_length=128)
    url: WebAddress
    desc: Line = Field(default="", max_length=512)


class WelcomeBody(Asked):
    """What the customer is welcomed with; empty: the default welcome."""

    text: Text = Field(
        default="", max_length=4000, description=N_("最多 4000 字节，可用编辑器里的两个占位词")
    )
    links: list[LinkBody] = Field(default=[], max_length=MAX_ATTACHMENTS)


class CodeBody(Asked):
    """Everything that is decided about a live code."""

    name: Name = Field(max_length=MAX_NAME, description=N_("活码名称，也是企业微信里的备注"))
    userids: list[Key] = Field(min_length=1, max_length=MAX_MEMBERS, description=N_("接待成员"))
    source: Line = Field(default="", max_length=MAX_SOURCE, description=N_("商机来源"))
    remark_template: Line = Field(
        default="", max_length=100, description=N_("备注模板，可用 {name} {channel} {date}")
    )
    skip_verify: bool = Field(default=True, description=N_("客户添加时无需成员通过"))
    tag_ids: list[Key] = Field(
        default=[], max_length=MOST_TAGS, description=N_("给客户打上的企业标签")
    )
    welcome: WelcomeBody = Field(default=WelcomeBody(), description=N_("欢迎语"))


class Complaint(Told):
    """Why WeCom does not hold it yet, in WeCom's words."""

    errcode: int | None
    errmsg: str


class LinkTold(Told):
    """A link card as it is kept."""

    title: str
    url: str
    desc: str


class WelcomeTold(Told):
    """A welcome as it is kept."""

    text: str
    links: list[LinkTold]


class CodeTold(Told):
    """A live code."""

    id: int
    name: str
    userids: list[str]
    source: str
    remark_template: str
    skip_verify: bool
    tag_ids: list[str]
    welcome: WelcomeTold
    state: str = Field(description=N_("客户添加时企业微信带回的 state"))
    status: Literal["published", "waiting", "deleting", "deleted"]
    config_id: str | None
    qr: str | None = Field(description=N_("二维码图片的地址，还没有时为 null"))
    complaint: Complaint | None
    created_at: datetime


class CodesTold(Told):
    """One page of live codes, the newest first."""

    items: list[CodeTold]
    total: int
    page: int
    size: int


class CodesAsked(Paged):
    """Which live codes."""

    words: Line = Field(default="", max_length=100, description=N_("名称或来源里的字"))
    userid: Line = Field(default="", max_length=64, description=N_("由这位成员接待"))
    status: Literal["", "running", "failed", "stopped"] = ""


@codes.get("/codes", summary=N_("活码列表"), responses={"200": CodesTold})
def listing(query: CodesAsked) -> Response:
    """Live codes that fit."""
    asked = {"words": query.words, "userid": query.userid, "status": query.status}
    with reading() as session:
        page = paged(session, queries.codes(caller().corp_id, **asked), size=query.size)
        items = [told(session, way) for way in page.rows]
    return jsonify(items=items, total=page.total, page=page.number, size=page.size)


@codes.post("/codes", summary=N_("新建活码"), responses={"201": CodeTold})
def make_code(body: CodeBody) -> Response:
    """Keep a new live code, then ask WeCom for it. The write's key makes the state, so that a
    repeat after a crash finds the code that the first one made."""
    secret = f"{caller().token_id}:{idempotency_key()}".encode()
    state = make(hmac.digest(settings().key().encode(), secret, sha256)[:16])
    form = form_of_body(body, state)
    if refused := complaints(form):
        return refused
    with transaction() as session:
        way = add_code(session, caller().corp_id, state, form.wanted(), made_by=caller().name)
    publish(way.id)
    made = answer(way.id)
    made.status_code = 201
    return made


@codes.get("/codes/<int:id>", summary=N_("一个活码"), responses={"200": CodeTold})
def one(path: ById) -> Response:
    """One live code."""
    return answer(path.id)


@codes.put("/codes/<int:id>", summary=N_("修改活码"), responses={"200": CodeTold})
def change(path: ById, body: CodeBody) -> Response:
    """Let a live code be as told; its state, and so its history, stays."""
    with reading() as session:
        way = found(session, path.id)
        form = form_of_body(body, way.channel.state)
    if way.stopped_at is not None:
        return problem(409, _("这个活码已删除"), _("已删除的活码不能再编辑，请新建一个。"))
    if refused := complaints(form):
        return refused
    with transaction() as session:
        change_code(session, found(session, path.id), form.wanted())
    publish(path.id)
    return answer(path.id)


@codes.delete("/codes/<int:id>", summary=N_("删除活码"), responses={"200": CodeTold})
def remove(path: ById) -> Response:
    """Take the code away at WeCom; its customers and its history stay."""
    with transaction() as session:
        stop_code(found(session, path.id))
    publish(path.id)
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


def form_of_body(body: CodeBody, state: str) -> CodeForm:
    """The form that a person would have sent."""
    links = [link.model_dump() for link in body.welcome.links]
    return CodeForm(
        state,
        Draft(text=body.welcome.text.strip(), links=links),
        name=body.name,
        source=body.source.strip(),
        remark_template=body.remark_template.strip(),
        userids=list(dict.fromkeys(body.userids)),
        tag_ids=list(dict.fromkeys(body.tag_ids)),
        skip_verify=body.skip_verify,
    )


def complaints(form: CodeForm) -> Response | None:
    """409 with everything that the rules of the house or of WeCom have against it."""
    with reading() as session:
        staff = dict(staff_choices(session, caller().corp_id))
        groups = tag_groups(session, caller().corp_id)
    if check_form(form, staff, [tag for group in groups for tag, _name in group.tags]):
        return None
    wrong = {**form.errors, **{f"welcome.{k}": words for k, words in form.draft.errors.items()}}
    fields = [{"field": name, "message": words} for name, words in wrong.items()]
    return problem(409, _("内容需要修改"), _("请按 fields 里的提示修改后再提交。"), fields)


def answer(way_id: int) -> Response:
    """One live code as JSON."""
    with reading() as session:
        return jsonify(told(session, found(session, way_id)))


def told(session: Session, way: ContactWay) -> dict[str, Any]:
    """One live code as it is told."""
    channel = way.channel
    draft = draft_of(welcome_for_state(session, way.corp_id, channel.state))
    has_picture = way.qr_type is not None
    return {
        "id": way.id,
        "state": channel.state,
        "status": status_of(way),
        "config_id": way.config_id,
        "qr": url_for("api.codes.qr", id=way.id) if has_picture else None,
        "complaint": {"errcode": way.errcode, "errmsg": way.error} if way.error else None,
        "created_at": way.created_at.isoformat(),
        "name": channel.name,
        "userids": way.userids,
        "source": channel.source,
        "remark_template": channel.remark_template,
        "skip_verify": way.skip_verify,
        "tag_ids": tags_for_state(session, way.corp_id, channel.state),
        "welcome": {"text": draft.text, "links": draft.links},
    }


def status_of(way: ContactWay) -> str:
    """How far the code is at WeCom."""
    if way.stopped_at is not None:
        return "deleted" if way.is_pushed else "deleting"
    return "published" if way.is_pushed else "waiting"
