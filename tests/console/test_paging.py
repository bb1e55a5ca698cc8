"""Lists come in pages, and the address says which."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.console.models import LoginLink
from app.console.paging import Page, page_url, paged
from app.db import reading, transaction
from tests.conftest import CORP, MOMENT


def fill(count: int) -> None:
    with transaction() as session:
        for number in range(count):
            session.add(
                LoginLink(
                    corp_id=CORP,
                    token_hash=f"{number:03}",
                    userid="WangGuWen",
                    name="王顾问",
                    role="ops",
                    expires_at=MOMENT + timedelta(minutes=number),
                )
            )


def page_of(app: Flask, address: str) -> Page:
    hashes = select(LoginLink.token_hash).order_by(LoginLink.token_hash)
    with app.test_request_context(address), reading() as session:
        return paged(session, hashes, size=10)


def test_a_page_has_its_rows_and_the_total(house: None, app: Flask):
    fill(23)
    page = page_of(app, "/?page=2")
    assert page.rows[:2] == ["010", "011"]
    assert (page.number, page.pages, page.total, len(page.rows)) == (2, 3, 23, 10)


def test_past_the_end_is_the_last_page(house: None, app: Flask):
    fill(23)
    assert (page_of(app, "/?page=99").number, len(page_of(app, "/?page=99").rows)) == (3, 3)


def test_nonsense_is_the_first_page(house: None, app: Flask):
    assert [page_of(app, f"/?page={word}").number for word in ("x", "-4", "0")] == [1, 1, 1]


def test_several_columns_come_as_tuples(house: None, app: Flask):
    fill(1)
    with app.test_request_context("/"), reading() as session:
        rows = paged(session, select(LoginLink.token_hash, LoginLink.role)).rows
    assert [tuple(row) for row in rows] == [("000", "ops")]


def test_another_page_keeps_the_filters(app: Flask):
    with app.test_request_context("/customers?q=张&page=2"):
        assert page_url(3) == "/customers?q=%E5%BC%A0&page=3"
