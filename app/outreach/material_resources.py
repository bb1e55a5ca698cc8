"""The library of materials for programs: the files that welcomes name by id."""

import binascii
from base64 import b64decode
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from app.api.answers import created, listed
from app.api.guard import caller
from app.api.problems import against, problem
from app.api.shell import N_, ById, Line, Name, Paged, Sent, Told, resources
from app.console.downloads import as_download
from app.console.paging import paged
from app.db import reading, transaction
from app.outreach import library
from app.outreach.composer import refusal
from app.outreach.library import TooLarge, Uploaded, Use, looked_at, uses
from app.outreach.models import Material
from app.outreach.resources import lend
from bots.errors import WeComError

materials = resources("materials", __name__, N_("素材库"))

Kind = Literal["image", "video", "file"]
# How large a file may be is WeCom's rule, by kind (409), and the house's for any body (413).
Base64 = Annotated[str, StringConstraints(pattern="^[0-9A-Za-z+/]*={0,2}$")]


class MaterialBody(Sent):
    """A new file."""

    filename: Name = Field(max_length=200, description=N_("客户看到的文件名"))
    content: Base64 = Field(description=N_("文件内容的 base64"))


class MaterialNameBody(Sent):
    """What it is called in the library."""

    name: Name = Field(max_length=library.LONGEST_NAME)


class UseTold(Told):
    """Where a material stands."""

    of: Literal["welcome", "group_welcome"]
    id: int
    name: str
    userid: str | None
    state: str | None


class MaterialTold(Told):
    """A file of the library."""

    id: int
    kind: Kind
    name: str
    filename: str
    size: int
    is_ready: bool = Field(description=N_("企业微信已收下，现在就能发"))
    used_by: list[UseTold]
    created_at: datetime


class MaterialsTold(Told):
    """One page of files, the newest first."""

    items: list[MaterialTold]
    total: int
    page: int
    size: int


class MaterialsAsked(Paged):
    """Which files."""

    words: Line = Field(default="", max_length=100, description=N_("名称里的字"))
    kind: Literal["", "image", "video", "file"] = ""


@materials.get("/materials", summary=N_("素材列表"), responses={"200": MaterialsTold})
def listing(query: MaterialsAsked) -> Response:
    """Files that fit."""
    corp_id = caller().corp_id
    with reading() as session:
        fitting = library.materials(corp_id, query.words, query.kind)
        page = paged(session, fitting, size=query.size)
        used = uses(session, corp_id)
    items = [told(row, used.get(row.id, [])) for row in page.rows]
    return listed(page, items)


@materials.post("/materials", summary=N_("上传素材"), responses={"201": MaterialTold})
def upload(body: MaterialBody) -> Response:
    """Keep a file, then lend it to WeCom; the same content is one material, however often it
    is sent."""
    try:
        file = file_of(body)
    except (TooLarge, ValueError) as error:
        return against({"content": refusal(error)})
    with transaction() as session:
        material_id = library.keep(session, caller().corp_id, file).id
    lend([material_id])
    return created(answer(material_id))


@materials.get("/materials/<int:id>", summary=N_("一个素材"), responses={"200": MaterialTold})
def one(path: ById) -> Response:
    """One file."""
    return answer(path.id)


@materials.delete("/materials/<int:id>", summary=N_("删除素材"), responses={"204": None})
def remove(path: ById) -> Response:
    """Let it go, unless something still shows it."""
    with transaction() as session:
        library.let_go(session, found(session, path.id))
    return Response(status=204)


@materials.put("/materials/<int:id>", summary=N_("给素材改名"), responses={"200": MaterialTold})
def rename(path: ById, body: MaterialNameBody) -> Response:
    """Call it something else; customers see the file's own name."""
    with transaction() as session:
        found(session, path.id).name = body.name
    return answer(path.id)


@materials.get("/materials/<int:id>/file", summary=N_("素材的文件"), responses={"200": None})
def content(path: ById) -> Response:
    """The file itself, to be kept and not to be opened in a browser."""
    with reading() as session:
        row = found(session, path.id)
        session.refresh(row, ["content"])
    file = Response(row.content, mimetype=row.content_type)
    as_download(file, row.filename)
    return file


@materials.put(
    "/materials/<int:id>/file", summary=N_("更换素材的文件"), responses={"200": MaterialTold}
)
def replace(path: ById, body: MaterialBody) -> Response:
    """Put another file of the same kind in its place, everywhere at once."""
    with reading() as session:
        row = found(session, path.id)
    try:
        library.replace_file(row.corp_id, path.id, file_of(body))
    except (TooLarge, ValueError) as error:
        return against({"content": refusal(error)})
    except WeComError as error:
        return problem(409, _("企业微信没有收下"), f"{error.errcode} {error.errmsg}")
    return answer(path.id)


@materials.post(
    "/materials/<int:id>/lend", summary=N_("再交给企业微信一次"), responses={"200": MaterialTold}
)
def lend_again(path: ById) -> Response:
    """Try again what WeCom has not taken."""
    with reading() as session:
        found(session, path.id)
    lend([path.id])
    return answer(path.id)


def file_of(body: MaterialBody) -> Uploaded:
    """The file. Raises TooLarge and ValueError as `looked_at` does."""
    try:
        content = b64decode(body.content, validate=True)
    except binascii.Error as error:
        raise library.Misnamed(body.filename) from error
    return looked_at(body.filename, content)


def found(session: Session, material_id: int) -> Material:
    """The material of the caller's corp, or 404."""
    mine = library.of_corp(session, caller().corp_id, [material_id])
    return mine.get(material_id) or abort(404)


def answer(material_id: int) -> Response:
    """One file as JSON."""
    with reading() as session:
        row = found(session, material_id)
        return jsonify(told(row, uses(session, row.corp_id).get(row.id, [])))


def told(row: Material, used: list[Use]) -> dict[str, Any]:
    """A file as it is told."""
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "filename": row.filename,
        "size": row.size,
        "is_ready": library.is_ready(row),
        "used_by": [
            {
                "of": use.of,
                "id": use.row_id,
                "name": use.name,
                "userid": use.userid,
                "state": use.state,
            }
            for use in used
        ],
        "created_at": row.created_at.isoformat(),
    }
