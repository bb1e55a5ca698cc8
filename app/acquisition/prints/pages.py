"""A live code for the printer: the code alone as a file, and a poster around it."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.acquisition.codes.pages import found
from app.acquisition.models import ContactWay
from app.acquisition.prints.files import KINDS, SIZES, picture_to_print, printed
from app.console.downloads import as_download
from app.console.person import current_corp_id
from app.contacts.queries import staff_names
from app.db import reading

pages = Blueprint("code_prints", __name__, template_folder="templates")
PAPERS = ("a4", "a5", "card")
MAX_TITLE, MAX_HINT = 24, 40  # characters: more would not stand on the poster


@pages.get("/codes/<int:way_id>/print.<kind>")
def file(way_id: int, kind: str) -> ResponseReturnValue:
    """The code as a file of the size that is asked for (`?cm=8`)."""
    centimetres = request.args.get("cm", 8, type=int)
    if kind not in KINDS or centimetres not in SIZES:
        abort(404)
    way, image = found_with_picture(way_id)
    answer = Response(printed(image, kind, centimetres), mimetype=KINDS[kind])
    answer.headers["Content-Security-Policy"] = "default-src 'none'; img-src data:; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=86400"
    if "download" in request.args:
        name = f"{way.channel.name}-{centimetres}cm.{kind}"
        as_download(answer, name)
    return answer


@pages.get("/codes/<int:way_id>/poster")
def poster(way_id: int) -> ResponseReturnValue:
    """A page to be printed, on paper or as a PDF; its words stand in the address."""
    way, _image = found_with_picture(way_id)
    asked = request.args
    with reading() as session:
        names = staff_names(session, current_corp_id())
    paper = asked.get("paper", "a4")
    member = names.get(way.userids[0], "") if len(way.userids) == 1 and not way.parties else ""
    return render_template(
        "prints/poster.html",
        way=way,
        paper=paper if paper in PAPERS else "a4",
        title=asked.get("title", way.channel.name)[:MAX_TITLE],
        hint=asked.get("hint", _("微信扫码，添加我们的顾问"))[:MAX_HINT],
        member=asked.get("member", member)[:MAX_TITLE],
        max_title=MAX_TITLE,
        max_hint=MAX_HINT,
    )


def found_with_picture(way_id: int) -> tuple[ContactWay, bytes]:
    """The code of this corp and its picture."""
    with reading() as session:
        way = found(session, way_id)
    return way, picture_to_print(way)
