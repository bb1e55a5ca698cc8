"""Stores for ops: one table to look at, and a row to fill in or change."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.acquisition.landing.targets import target_choices, target_of
from app.acquisition.regions.form import LIMITS, Sent, fill, wrong_store
from app.acquisition.regions.models import Store
from app.acquisition.regions.queries import all_stores, find_store
from app.console.person import current_corp_id
from app.db import reading, transaction

pages = Blueprint("regions", __name__, template_folder="templates")


@pages.get("/stores")
def stores() -> ResponseReturnValue:
    """All stores, and an empty row."""
    return show({"is_open": "1"}, {})


@pages.post("/stores")
def add_store() -> ResponseReturnValue:
    """Keep a new store."""
    sent, errors = checked()
    if errors:
        return show(sent, errors)
    with transaction() as session:
        store = Store(corp_id=current_corp_id())
        fill(store, sent)
        session.add(store)
    flash(_("门店已保存"))
    return redirect(url_for("regions.stores"))


@pages.get("/stores/<int:store_id>/edit")
def edit_store(store_id: int) -> ResponseReturnValue:
    """The table with this store's row opened."""
    with reading() as session:
        store = found(session, store_id)
    sent = {field: str(getattr(store, field)) for field in LIMITS}
    sent |= {"target": f"{store.target}:{store.target_id}", "is_open": "1" if store.is_open else ""}
    return show(sent, {}, store_id)


@pages.post("/stores/<int:store_id>/edit")
def save_store(store_id: int) -> ResponseReturnValue:
    """Keep the changes; visitors see them at once."""
    sent, errors = checked()
    if errors:
        return show(sent, errors, store_id)
    with transaction() as session:
        fill(found(session, store_id), sent)
    flash(_("门店已保存"))
    return redirect(url_for("regions.stores"))


def checked() -> tuple[Sent, dict[str, str]]:
    """What was sent, and what is wrong with it."""
    sent = {field: request.form.get(field, "").strip() for field in (*LIMITS, "target", "is_open")}
    with reading() as session:
        return sent, wrong_store(session, current_corp_id(), sent)


def found(session: Session, store_id: int) -> Store:
    """The store of this corp, or 404."""
    return find_store(session, current_corp_id(), store_id) or abort(404)


def show(sent: Sent, errors: dict[str, str], store_id: int | None = None) -> ResponseReturnValue:
    """The table and the row's form; 422 when something in it is wrong."""
    corp_id = current_corp_id()
    with reading() as session:
        rows = all_stores(session, corp_id)
        targets = target_choices(session, corp_id)
        ready = {
            store.id: target_of(session, corp_id, store.target, store.target_id) is not None
            for store in rows
        }
    page = render_template(
        "regions/stores.html",
        stores=rows,
        targets=targets,
        called={key: name for key, _kind, name in targets},
        ready=ready,
        sent=sent,
        errors=errors,
        store_id=store_id,
    )
    return page, 422 if errors else 200
