"""Many live codes at once: upload a spreadsheet, look at every line, make them, print them."""

import io
import zipfile
from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.acquisition.batches.batch import keep_batch, lines_of, make_codes
from app.acquisition.batches.sheets import read_sheet, template
from app.acquisition.models import CodeBatch, CodeBatchLine, ContactWay
from app.acquisition.prints.files import printed
from app.clock import now
from app.console.downloads import as_download
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.console.plain_words import plain_words
from app.contacts.queries import staff_choices, tag_groups
from app.db import reading, transaction
from app.errors import Unprocessable

pages = Blueprint("code_batches", __name__, template_folder="templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CENTIMETRES = 8
MAX_NAME = 60  # characters
PRINTABLE = ("image/png", "image/jpeg")


@pages.get("/codes/batches")
def listing() -> ResponseReturnValue:
    """Earlier batches, and the way to a new one."""
    rows = select(CodeBatch).where(CodeBatch.corp_id == current_corp_id())
    with reading() as session:
        page = paged(session, rows.order_by(CodeBatch.id.desc()))
        return render_template("batches/batches.html", page=page)


@pages.get("/codes/batches/template.xlsx")
def empty_sheet() -> ResponseReturnValue:
    """The sheet to fill in, with the members and tags that may be named."""
    corp_id = current_corp_id()
    with reading() as session:
        staff = staff_choices(session, corp_id)
        tags = [name for group in tag_groups(session, corp_id) for _tag, name in group.tags]
    answer = Response(template(staff, tags), mimetype=XLSX)
    as_download(answer, _("批量活码模板") + ".xlsx")
    return answer


@pages.post("/codes/batches")
def upload() -> ResponseReturnValue:
    """Read a sheet and show what is in it; nothing is made yet."""
    sent = request.files.get("sheet")
    if sent is None or not sent.filename:
        raise Unprocessable(_("请选择一个 XLSX 或 CSV 文件"))
    lines = read_sheet(sent.read())
    person = current_person()
    with transaction() as session:
        batch = keep_batch(
            session,
            current_corp_id(),
            sent.filename[:MAX_NAME],
            lines,
            person.userid if person else "",
        )
    return redirect(url_for("code_batches.show", batch_id=batch.id))


@pages.get("/codes/batches/<int:batch_id>")
def show(batch_id: int) -> ResponseReturnValue:
    """Every line with what is wrong, or with its code and how far that is."""
    with reading() as session:
        batch = found(session, batch_id)
        lines = lines_of(session, batch)
    ways = [line.way for line in lines if line.way is not None]
    return render_template(
        "batches/batch.html",
        batch=batch,
        lines=lines,
        made=len(ways),
        ready=sum(way.config_id is not None for way in ways),
        failed=[way for way in ways if way.config_id is None and way.error],
        good=sum(not line.errors and line.way_id is None for line in lines),
        bad=sum(bool(line.errors) for line in lines),
        plain_words=plain_words,
    )


@pages.post("/codes/batches/<int:batch_id>/make")
def make(batch_id: int) -> ResponseReturnValue:
    """Make the codes of the good lines; workers bring them to WeCom."""
    person = current_person()
    with transaction() as session:
        made = make_codes(session, found(session, batch_id), person.userid if person else "")
    flash(_("正在创建 %(count)s 个活码", count=made), "good" if made else "warn")
    return redirect(url_for("code_batches.show", batch_id=batch_id))


@pages.post("/codes/batches/<int:batch_id>/again")
def again(batch_id: int) -> ResponseReturnValue:
    """Try the failed ones again, now."""
    with transaction() as session:
        batch = found(session, batch_id)
        batch.due_at, batch.attempts, batch.rung_at = now(), 0, None
    return redirect(url_for("code_batches.show", batch_id=batch_id))


@pages.post("/codes/batches/<int:batch_id>/discard")
def discard(batch_id: int) -> ResponseReturnValue:
    """Forget a sheet of which nothing was made."""
    with transaction() as session:
        batch = found(session, batch_id)
        session.refresh(batch, with_for_update=True)
        if any(line.way_id for line in lines_of(session, batch)):
            raise Unprocessable(_("已经创建的批次不能丢弃。请逐个删除活码。"))
        session.execute(delete(CodeBatchLine).where(CodeBatchLine.batch_id == batch.id))
        session.delete(batch)
    flash(_("已丢弃这个表格"))
    return redirect(url_for("code_batches.listing"))


@pages.get("/codes/batches/<int:batch_id>/codes.zip")
def packed(batch_id: int) -> ResponseReturnValue:
    """All codes of the batch as pictures for the printer, by line and name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for line, way in with_pictures(batch_id):
            name = "".join("_" if mark in '/\\:*?"<>|' else mark for mark in way.channel.name)
            archive.writestr(
                f"{line.line:03d}-{name}.png", printed(way.qr_image or b"", "png", CENTIMETRES)
            )
    answer = Response(file.getvalue(), mimetype="application/zip")
    as_download(answer, f"codes-{batch_id}.zip")
    return answer


@pages.get("/codes/batches/<int:batch_id>/sheet")
def sheet(batch_id: int) -> ResponseReturnValue:
    """All codes of the batch on paper, to be cut out."""
    ways = [way for _line, way in with_pictures(batch_id)]
    return render_template("batches/sheet.html", ways=ways, batch_id=batch_id)


def with_pictures(batch_id: int) -> Iterator[tuple[CodeBatchLine, ContactWay]]:
    """Lines whose codes can be printed."""
    with reading() as session:
        for line in lines_of(session, found(session, batch_id)):
            way = line.way
            if way is not None and way.stopped_at is None and way.qr_type in PRINTABLE:
                yield line, way


def found(session: Session, batch_id: int) -> CodeBatch:
    """The batch of this corp, or 404."""
    rows = select(CodeBatch).where(CodeBatch.corp_id == current_corp_id(), CodeBatch.id == batch_id)
    return session.scalars(rows).one_or_none() or abort(404)
