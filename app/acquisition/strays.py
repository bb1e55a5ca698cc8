"""The page of live codes that stand at WeCom and not in our house (未登记的活码)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select, update
from werkzeug.exceptions import NotFound

from app.acquisition.adoption import QR_CODE, QUOTA, adopt, codes_at_wecom, orphans
from app.acquisition.models import StrayWay
from app.acquisition.publishing import publish
from app.clock import now
from app.console.paging import paged
from app.console.person import current_corp_id, current_person
from app.contacts.queries import staff_names
from app.db import reading, transaction
from app.timers import Timer

pages = Blueprint("strays", __name__, template_folder="templates")
LINE = "codes"  # of jobs/schedule.py


@pages.get("/codes/strays")
def listing() -> ResponseReturnValue:
    """What the last look at WeCom left over."""
    corp_id = current_corp_id()
    rows = select(StrayWay).where(StrayWay.corp_id == corp_id).order_by(StrayWay.id)
    with reading() as session:
        timer = session.scalars(
            select(Timer).where(Timer.corp_id == corp_id, Timer.name == LINE)
        ).one_or_none()
        return render_template(
            "acquisition/strays.html",
            page=paged(session, rows),
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
        session.execute(
            update(Timer)
            .where(Timer.corp_id == current_corp_id(), Timer.name == LINE)
            .values(due_at=now(), rung_at=None)
        )
    flash(_("正在向企业微信查找，稍后刷新本页"))
    return redirect(url_for("strays.listing"))


@pages.post("/codes/strays/adopt")
def take_over() -> ResponseReturnValue:
    """Make one stray ours, with what is printed of it."""
    person = current_person()
    wanted = (
        StrayWay.corp_id == current_corp_id(),
        StrayWay.id == request.form.get("stray", 0, type=int),
        StrayWay.scene == QR_CODE,
    )
    with transaction() as session:
        stray = session.scalars(select(StrayWay).where(*wanted).with_for_update()).one_or_none()
        if stray is None:
            raise NotFound
        way = adopt(session, stray, made_by=person.userid if person else "")
    publish(way.id)  # fetches the picture too
    flash(_("已接管。已经印出去的二维码照常使用。"))
    return redirect(url_for("acquisition.code", way_id=way.id))
