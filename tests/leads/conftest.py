"""A browser that is logged in to a house with two members, a channel and the default rules."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.console.shell import register
from app.db import engine, reading
from app.leads.models import Lead
from app.leads.pages import pages
from tests.conftest import CORP
from tests.leads.making import furnish

elsewhere = Blueprint("insight", __name__)
elsewhere.add_url_rule("/customers/<external_userid>", "customer", lambda external_userid: "")


@pytest.fixture
def furnished(house: None) -> None:
    furnish()


@pytest.fixture
def app(house: None) -> Flask:
    app = Flask("leads", static_folder=None)
    app.secret_key = "a key for tests"
    app.config["TESTING"] = True
    register(app)
    app.register_blueprint(pages)
    app.register_blueprint(elsewhere)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lisi", name="李思", role="sales")
    shown = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/leads").text)
    assert shown is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = shown[1]
    return client


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements that run inside."""
    said: list[str] = []

    def listen(_conn, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(engine(), "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine(), "before_cursor_execute", listen)


def the_lead() -> Lead:
    """The only lead there is, to be looked at after the session."""
    with reading() as session:
        found = session.scalars(select(Lead)).one()
        session.expunge(found)
    return found
