"""A browser that is logged in to the demo's page of a living town."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app.config import settings
from app.db import engine
from app.demo import tempo
from tests.town import Town


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for what the demo's parent and its web tell each other."""
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def client(town: Town, instance: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("DEMO", "1")
    settings.cache_clear()
    from wsgi import create_app

    tempo.keep("60")
    client = create_app().test_client()
    with client.session_transaction() as session:
        session.update(corp_id=town.corp_id, userid="demo", name="演示", role="admin")
    token = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/demo").text)
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine(), "before_cursor_execute", note)
