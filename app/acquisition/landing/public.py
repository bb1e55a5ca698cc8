"""Landing pages as visitors see them: no login, little to send, and nothing of the console."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.acquisition.landing.models import LandingPage, Submission
from app.acquisition.landing.receiving import (
    MOST_BYTES,
    Left,
    count_visit,
    keep,
    known_source,
    read_left,
)
from app.acquisition.landing.targets import Target, target_of
from app.acquisition.printed import pictured
from app.acquisition.regions.choosing import cities, nearest
from app.acquisition.regions.models import Store
from app.acquisition.regions.queries import open_stores
from app.db import reading, transaction

doors = Blueprint(
    "doors", __name__, template_folder="templates", static_folder="static", static_url_path="/p/-"
)

PICTURE_KEPT = "public, max-age=300"
LOCAL = ("127.0.0.1", "::1")


@doors.get("/p/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """The page: stores to choose from, a form to fill in, or the code itself."""
    with transaction() as session:
        page = found(session, slug)
        count_visit(session, page, source_of(page))
    return shown(page, Left({}, {}))


@doors.post("/p/<slug>")
def submit(slug: str) -> ResponseReturnValue:
    """Keep what the visitor left, then show the code. A program that fills every field gets the
    page again, and nothing is kept."""
    request.max_content_length = MOST_BYTES
    with reading() as session:
        page = found(session, slug)
        store = store_of(session, page)
    left = read_left(page, request.form)
    if request.form.get("website") or not page.asks:
        return redirect(url_for("doors.show", slug=slug, **kept_arguments()))
    if left.errors:
        return shown(page, left), 422
    with transaction() as session:
        row = keep(
            session,
            page,
            left,
            source=source_of(page),
            store_id=store.id if store else None,
            visitor=visitor(),
        )
        code = row.code if row else None
    if code is None:
        return render_template("doors/closed.html", words=_("提交太频繁了，请过几分钟再试。")), 429
    return redirect(url_for("doors.done", slug=slug, code=code), 303)


@doors.get("/p/<slug>/done/<code>")
def done(slug: str, code: str) -> ResponseReturnValue:
    """Where to go now, and the code that tells the member who this is. Nothing that was left is
    shown: this address may be passed on."""
    with reading() as session:
        page = found(session, slug)
        row = session.scalars(
            select(Submission).where(Submission.page_id == page.id, Submission.code == code)
        ).one_or_none()
        if row is None:
            abort(404)
        store = session.get(Store, row.store_id) if row.store_id else None
        target = leads_to(session, page, store)
    return render_template("doors/done.html", page=page, store=store, target=target, code=row.code)


@doors.get("/p/<slug>/image")
def image(slug: str) -> ResponseReturnValue:
    """The page's own picture."""
    with reading() as session:
        page = found(session, slug, undefer(LandingPage.image))
    if page.image is None or page.image_type is None:
        abort(404)
    return pictured(page.image, page.image_type, PICTURE_KEPT)


@doors.get("/p/<slug>/qr")
def qr(slug: str) -> ResponseReturnValue:
    """The code that the page, or the chosen store, leads to."""
    with reading() as session:
        page = found(session, slug)
        target = leads_to(session, page, store_of(session, page))
    if target is None or target.picture is None:
        abort(404)
    return pictured(*target.picture, PICTURE_KEPT)


def found(session: Session, slug: str, *options: Any) -> LandingPage:
    """The page at this address; 404 where there is none, or it is closed."""
    same = (LandingPage.slug == slug, LandingPage.is_open)
    page = session.scalars(select(LandingPage).where(*same).options(*options)).one_or_none()
    return page if page is not None else abort(404)


def shown(page: LandingPage, left: Left) -> str:
    """The page as it stands for this visitor."""
    with reading() as session:
        store = store_of(session, page)
        stores = open_stores(session, page.corp_id) if page.target == "stores" else []
        target = leads_to(session, page, store)
    city = request.args.get("city", "")[:40]
    return render_template(
        "doors/page.html",
        page=page,
        left=left,
        store=store,
        stores=nearest(stores, city),
        cities=cities(stores),
        city=city,
        target=target,
        kept=kept_arguments(),
    )


def leads_to(session: Session, page: LandingPage, store: Store | None) -> Target | None:
    """Where this visitor goes: through the page's own door, or the chosen store's."""
    place = store if page.target == "stores" else page
    if place is None:
        return None
    return target_of(session, page.corp_id, place.target, place.target_id)


def store_of(session: Session, page: LandingPage) -> Store | None:
    """The store that the address names, if it is open and the page leads to stores."""
    number = request.args.get("store", type=int)
    if page.target != "stores" or number is None or not 0 < number < 2**63:
        return None
    same = (Store.corp_id == page.corp_id, Store.id == number, Store.is_open)
    return session.scalars(select(Store).where(*same)).one_or_none()


def source_of(page: LandingPage) -> str:
    """The source that the address names."""
    return known_source(page, request.args.get("from", ""))


def kept_arguments() -> dict[str, Any]:
    """What the address says and the next address must say again."""
    return {name: request.args[name] for name in ("from", "store") if name in request.args}


def visitor() -> str:
    """The visitor's address. A proxy on this machine has put it last in X-Forwarded-For."""
    peer = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "")
    return told.rpartition(",")[2].strip() if peer in LOCAL and told else peer
