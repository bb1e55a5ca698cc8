"""The library of materials for people: upload, find, name, replace, and let go what nobody uses."""

from collections.abc import Iterable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.console.paging import paged
from app.console.person import current_corp_id
from app.console.plain_words import whole_words
from app.db import reading, transaction
from app.errors import Unprocessable
from app.outreach import library
from app.outreach.composer import address, refusal
from app.outreach.library import LONGEST_NAME, MOST, TooLarge, Uploaded, looked_at, uses
from app.outreach.materials import refresh_media
from app.outreach.models import Material
from bots.errors import WeComError

pages = Blueprint("library", __name__, template_folder="templates")

KINDS = ("image", "video", "file")


@pages.get("/materials")
def listing() -> ResponseReturnValue:
    """All materials, by name and kind."""
    corp_id = current_corp_id()
    words, kind = (request.args.get(name, "").strip() for name in ("words", "kind"))
    with reading() as session:
        found = library.materials(corp_id, words, kind if kind in KINDS else "")
        page = paged(session, found, size=24)
        return render_template(
            "outreach/library.html",
            page=page,
            asked={"words": words, "kind": kind},
            used=uses(session, corp_id),
            is_ready=library.is_ready,
            address=address,
        )


@pages.post("/materials")
def upload() -> ResponseReturnValue:
    """Keep new files, then lend them to WeCom."""
    came = [one for one in request.files.getlist("files") if one.filename]
    if not came:
        flash(_("请先选择文件"), "bad")
    files = [file for one in came if (file := fit(one)) is not None]
    with transaction() as session:
        ids = [library.keep(session, current_corp_id(), file).id for file in files]
    if ids:
        flash(_("已上传 %(count)s 个素材", count=len(ids)))
    lend(ids)
    return redirect(url_for("library.listing"))


def fit(upload: FileStorage) -> Uploaded | None:
    """The file, if WeCom would take it; else it is told why not."""
    name = upload.filename or ""
    try:
        return looked_at(name, upload.stream.read(MOST + 1))
    except (TooLarge, ValueError) as error:
        flash(_("「%(name)s」没有保存：%(why)s", name=name, why=refusal(error)), "bad")
    return None


def lend(ids: Iterable[int]) -> None:
    """Have WeCom take them now; what it refuses is shown on the file's page."""
    for material_id in ids:
        try:
            refresh_media(material_id)
        except WeComError as error:
            flash(_("企业微信没有收下：%(why)s", why=words_of(error)), "bad")


def words_of(error: WeComError) -> str:
    """What WeCom said and what to do now."""
    return whole_words(error.errcode, error.errmsg)


@pages.get("/materials/<int:material_id>/about")
def about(material_id: int) -> ResponseReturnValue:
    """One material: what it looks like, where it is used, and what can be done with it."""
    with reading() as session:
        row = found(session, material_id)
        return render_template(
            "outreach/material.html",
            row=row,
            used=uses(session, row.corp_id).get(row.id, []),
            is_ready=library.is_ready(row),
            address=address(row.id, row),
            longest=LONGEST_NAME,
        )


@pages.post("/materials/<int:material_id>/name")
def rename(material_id: int) -> ResponseReturnValue:
    """Call it something else; customers see the file's own name."""
    name = request.form.get("name", "").strip()
    if not name or len(name) > LONGEST_NAME:
        raise Unprocessable(_("名称要有 1 到 %(most)s 个字", most=LONGEST_NAME))
    with transaction() as session:
        found(session, material_id, lock=True).name = name
    flash(_("已改名"))
    return redirect(url_for("library.about", material_id=material_id))


@pages.post("/materials/<int:material_id>/replace")
def replace(material_id: int) -> ResponseReturnValue:
    """Put another file of the same kind in its place, everywhere at once."""
    with reading() as session:
        row = found(session, material_id)
    upload = request.files.get("file")
    file = fit(upload) if upload is not None and upload.filename else None
    back = redirect(url_for("library.about", material_id=material_id))
    if file is None:
        return back
    try:
        library.replace_file(row.corp_id, material_id, file)
    except WeComError as error:
        flash(_("没有替换，企业微信没有收下：%(why)s", why=words_of(error)), "bad")
    else:
        flash(_("已替换，所有用到它的地方都换成了新文件"))
    return back


@pages.post("/materials/<int:material_id>/lend")
def lend_again(material_id: int) -> ResponseReturnValue:
    """Try again what WeCom has not taken."""
    with reading() as session:
        found(session, material_id)
    lend([material_id])
    return redirect(url_for("library.about", material_id=material_id))


@pages.post("/materials/<int:material_id>/delete")
def delete(material_id: int) -> ResponseReturnValue:
    """Let it go, unless something still shows it."""
    with transaction() as session:
        library.let_go(session, found(session, material_id))
    flash(_("素材已删除"))
    return redirect(url_for("library.listing"))


def found(session: Session, material_id: int, *, lock: bool = False) -> Material:
    """The material of this corp, or 404; locked, so that nobody deletes it meanwhile."""
    mine = library.of_corp(session, current_corp_id(), [material_id], lock=lock)
    return mine.get(material_id) or abort(404)
