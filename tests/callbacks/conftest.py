"""The door alone, on a small app."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.door import Door
from callbacks.office import Office
from tests.callbacks.sealing import Post
from tests.town import open_office

Knock = Callable[[Post], TestResponse]


@pytest.fixture
def office(house: None, tmp_path: Path) -> Iterator[Office]:
    """What stands behind the door of this test."""
    opened = open_office(tmp_path / "spool")
    yield opened
    opened.close()


@pytest.fixture
def client(office: Office) -> FlaskClient:
    app = Flask("house")
    app.wsgi_app = Door(app.wsgi_app, lambda: office)  # type: ignore[method-assign]
    return app.test_client()


@pytest.fixture
def knock(client: FlaskClient) -> Knock:
    """Deliver a callback."""
    return lambda post: client.post(post.path, query_string=post.query, data=post.body)
