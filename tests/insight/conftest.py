"""A console with the pages of contacts and insight, and a browser that is logged in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.console.shell import register
from app.contacts.pages import pages as contacts
from app.db import transaction
from app.insight.pages import pages as insight
from tests.conftest import CORP
from tests.insight.story import tell


@pytest.fixture
def app(house: None) -> Flask:
    made = Flask("app", static_folder=None)
    made.secret_key = "a key for tests"
    made.config["PROPAGATE_EXCEPTIONS"] = True
    register(made)
    made.register_blueprint(contacts)
    made.register_blueprint(insight)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="zhang", name="张三", role="ops")
    return client


@pytest.fixture
def told(house: None) -> None:
    """A customer with a whole story."""
    with transaction() as session:
        tell(session)
