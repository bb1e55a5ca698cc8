"""A landing page as ops and programs want it: made once, checked, and found at its address."""

from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.landing.form import PageForm, apply, check_form
from app.acquisition.landing.models import LandingPage
from app.acquisition.landing.targets import target_choices, target_of
from app.config import settings


def add_page(session: Session, corp_id: str, form: PageForm, made_by: str) -> LandingPage:
    """The page of a form, which carries its address: sent twice, it is one page."""
    values: dict[str, object] = {"corp_id": corp_id, "slug": form.slug, "made_by": made_by}
    values |= {"name": form.name, "title": form.title, "asks": [], "sources": [], "target": ""}
    session.execute(insert(LandingPage).values(values).on_conflict_do_nothing())
    same = (LandingPage.corp_id == corp_id, LandingPage.slug == form.slug)
    row = session.scalars(select(LandingPage).where(*same)).one()
    apply(form, row)
    return row


def fits(session: Session, corp_id: str, form: PageForm) -> bool:
    """Whether the form can be kept; what is wrong is named in its errors."""
    keys = [key for key, _kind, _name in target_choices(session, corp_id)]
    return check_form(form, [*keys, "stores"])


def is_ready(session: Session, page: LandingPage) -> bool:
    """Whether visitors find at the end what the page promises."""
    return page.target == "stores" or (
        target_of(session, page.corp_id, page.target, page.target_id) is not None
    )


def address(page: LandingPage, source: str) -> str:
    """The public address of a page for a source."""
    asked = "?" + urlencode({"from": source}) if source else ""
    return f"{settings().public_url}/p/{page.slug}{asked}"
