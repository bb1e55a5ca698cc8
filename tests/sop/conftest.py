"""The pages of SOPs and of the sidebar, looked at by a member who is logged in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.acquisition.phones.pages import pages as phones
from app.console.shell import register
from app.db import engine
from app.insight.pages import pages as insight
from app.insight.sidebar import pages as sidebar
from app.sop.pages import pages as sop
from tests.conftest import CORP
from tests.sop.people import STAFF


def logged_in(corp_id: str = CORP) -> FlaskClient:
    """A browser of somebody in this corp."""
    made = Flask("app", static_folder=None)
    made.secret_key = "a key for tests"
    register(made)
    for pages in (insight, phones, sidebar, sop):
        made.register_blueprint(pages)
    made.before_request_funcs[None] = []  # the guard is the shell's to test
    client = made.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=corp_id, userid=STAFF, name="王芳", role="ops")
    return client


@pytest.fixture
def client(house: None) -> FlaskClient:
    return logged_in()


@pytest.fixture
def statements(house: None) -> Iterator[list[str]]:
    """Every SQL statement that is sent meanwhile."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    yield sent
    event.remove(engine(), "before_cursor_execute", note)
