"""A small app that wears the shell, and a browser that is logged in to it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CORP
from tests.console.sample import sample_app


@pytest.fixture
def app() -> Flask:
    return sample_app()


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="WangGuWen", name="王顾问", role="ops")
    return client
