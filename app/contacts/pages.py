"""The page that lists customers."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for

from app.console.paging import paged
from app.console.person import current_corp_id
from app.contacts.customers import Wanted, customers, follows_by_customer, states_in_use
from app.contacts.models import Follow
from app.contacts.queries import staff_names, tag_groups, tag_names
from app.db import reading

pages = Blueprint("contacts", __name__, template_folder="templates")


def wanted_here() -> Wanted:
    """The filters in this address."""
    asked = request.args
    return Wanted(
        words=asked.get("q", "").strip(),
        userid=asked.get("staff", ""),
        state=asked.get("state", ""),
        tag_id=asked.get("tag", ""),
        status=asked.get("status", ""),
    )


@pages.get("/customers", endpoint="customers")
def customers_page() -> str:
    """All customers that fit the filters."""
    corp_id, wanted = current_corp_id(), wanted_here()
    with reading() as session:
        page = paged(session, customers(corp_id, wanted))
        follows = follows_by_customer(
            session, corp_id, [contact.external_userid for contact in page.rows]
        )
        return render_template(
            "contacts/customers.html",
            page=page,
            follows=follows,
            wanted=wanted,
            tag_chips=chips_with(tag_names(session, corp_id)),
            staff=staff_names(session, corp_id),
            groups=tag_groups(session, corp_id),
            states=states_in_use(session, corp_id),
        )


def chips_with(names: dict[str, str]) -> Callable[[Follow], list[dict[str, str]]]:
    """A follow's tags as chips that lead to everybody with that tag; one on its way looks so."""

    def chips(follow: Follow) -> list[dict[str, str]]:
        return [
            {
                "name": names.get(tag.tag_id, tag.tag_id),
                "href": url_for("contacts.customers", tag=tag.tag_id),
                "tone": "accent" if tag.marked_at else "warn",
            }
            for tag in follow.tags
        ]

    return chips
