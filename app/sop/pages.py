"""Pages of SOPs: the list, one SOP with its customers, and the designer."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.clock import now
from app.console.paging import paged
from app.console.person import current_corp_id
from app.db import reading, transaction
from app.sop import drafts
from app.sop.drafts import Draft
from app.sop.enrolling import zone_of
from app.sop.models import Sop
from app.sop.preview import messages, moment_words, scenes
from app.sop.publishing import publish
from app.sop.queries import enrollment_rows, find_sop, published_steps, sop_rows, states_in_use

pages = Blueprint(
    "sop",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/sops/static",
)


@pages.get("/sops")
def sops() -> ResponseReturnValue:
    """All SOPs."""
    with reading() as session:
        return render_template("sop/sops.html", page=paged(session, sop_rows(current_corp_id())))


@pages.get("/sops/<int:sop_id>")
def show(sop_id: int) -> ResponseReturnValue:
    """One SOP: its steps, who gets what when, and the customers on it."""
    with reading() as session:
        sop = existing(session, sop_id)
        draft = drafts.drawn_from(sop, list(published_steps(session, sop)))
        page = paged(session, enrollment_rows(sop))
        return render_template(
            "sop/sop.html", sop=sop, draft=draft, page=page, **prospect(session, draft)
        )


@pages.route("/sops/new", methods=["GET", "POST"])
@pages.route("/sops/<int:sop_id>/edit", methods=["GET", "POST"])
def edit(sop_id: int | None = None) -> ResponseReturnValue:
    """The designer. Each button but 发布 only answers with the form again, nothing typed is lost."""
    deed = request.form.get("do", "")
    draft, focus = drafts.revise(given(sop_id), deed)
    errors = drafts.mistakes(draft) if deed == "publish" else {}
    if deed == "publish" and not errors:
        return published(sop_id, draft)
    with reading() as session:
        corp_id = current_corp_id()
        page = render_template(
            "sop/editor.html",
            sop=existing(session, sop_id) if sop_id else None,
            draft=draft,
            focus=focus,
            errors=errors,
            states=sorted(states_in_use(session, corp_id) | set(draft.states)),
            limits=drafts,
            **prospect(session, draft),
        )
    return page, 422 if errors else 200


@pages.post("/sops/<int:sop_id>/switch")
def switch(sop_id: int) -> ResponseReturnValue:
    """Switch a SOP on or off, as the button said; twice is once."""
    with transaction() as session:
        sop = existing(session, sop_id)
        sop.is_active = request.form.get("to") == "on"
        is_active = sop.is_active
    flash(_("SOP 已启用。") if is_active else _("SOP 已停用，不会再有新的发送。"), "good")
    return redirect(url_for("sop.show", sop_id=sop_id))


def given(sop_id: int | None) -> Draft:
    """The draft to show: as typed, else as published, else empty."""
    if request.method == "POST":
        return drafts.read(request.form)
    if sop_id is None:
        return Draft()
    with reading() as session:
        sop = existing(session, sop_id)
        return drafts.drawn_from(sop, list(published_steps(session, sop)))


def published(sop_id: int | None, draft: Draft) -> ResponseReturnValue:
    """Publish and show the result."""
    with transaction() as session:
        if sop_id is not None:
            existing(session, sop_id)
        sop = publish(session, current_corp_id(), sop_id, draft)
        session.flush()
        number, shown = sop.version, sop.id
    flash(_("已发布第 %(number)s 版。", number=number), "good")
    return redirect(url_for("sop.show", sop_id=shown))


def existing(session: Session, sop_id: int) -> Sop:
    """The SOP, or 404."""
    return find_sop(session, current_corp_id(), sop_id) or abort(404)


def prospect(session: Session, draft: Draft) -> dict[str, object]:
    """What a customer who is added this minute would meet: as a table, and on the phone."""
    staged = scenes(draft, now(), zone_of(session, current_corp_id()))
    said = messages(staged, _("张三"), _("王顾问"))
    return {"scenes": staged, "messages": said, "moment_words": moment_words}
