"""The page of live codes that stand at WeCom and not in our house (未登记的活码)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.acquisition.codes.publishing import publish
from app.acquisition.strays.adoption import (
    QR_CODE,
    QUOTA,
    adopt,
    codes_at_wecom,
    last_look,
    look_now,
    orphans,
    stray_to_adopt,
    strays,
)
from app.clock import now
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.queries import staff_names
from app.db import reading, transaction

pages = Blueprint("strays", __name__, template_folder="templates")


@pages.get("/codes/strays")
def listing() -> ResponseReturnValue:
    """What the last look at WeCom left over."""
    corp_id = current_corp_id()
    with reading() as session:
        timer = last_look(session, corp_id)
        return render_template(
            "strays/strays.html",
            page=paged(session, strays(corp_id)),
            names=staff_names(session, corp_id),
            orphans={row.id for row in orphans(session, corp_id)},
            at_wecom=codes_at_wecom(session, corp_id),
            quota=QUOTA,
            qr_code=QR_CODE,
            timer=timer,
            is_looking=timer is not None and timer.due_at <= now(),
        )


@pages.post("/codes/strays/look")
def look() -> ResponseReturnValue:
    """Let the workers look again, now rather than in the night."""
    with transaction() as session:
        look_now(session, current_corp_id())
    flash(_("正在向企业微信查找，稍后刷新本页"))
    return redirect(url_for("strays.listing"))


@pages.post("/codes/strays/adopt")
def take_over() -> ResponseReturnValue:
    """Make one stray ours, with what is printed of it."""
    person = current_person()
    chosen = request.form.get("stray", 0, type=int)
    with transaction() as session:
        stray = stray_to_adopt(session, current_corp_id(), chosen)
        if stray is None:
            raise NotFound
        way = adopt(session, stray, made_by=person.userid if person else "")
    publish(way.id)  # fetches the picture too
    flash(_("已接管。已经印出去的二维码照常使用。"))
    return redirect(url_for("acquisition.code", way_id=way.id))
