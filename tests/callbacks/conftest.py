"""The door alone, on a small app."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.callbacks.sealing import Post

Knock = Callable[[Post], TestResponse]


@pytest.fixture
def client(house: None) -> FlaskClient:
    from callbacks import endpoint

    endpoint._remembered.cache_clear()
    app = Flask("door")
    app.register_blueprint(endpoint.door)
    return app.test_client()


@pytest.fixture
def knock(client: FlaskClient) -> Knock:
    """Deliver a callback."""
    return lambda post: client.post(post.path, query_string=post.query, data=post.body)
