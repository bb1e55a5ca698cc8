"""Health answers for the process, readiness for its parts."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import create_engine

from app import db, queue


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Redis(unix_socket_path="/nowhere.sock")
    monkeypatch.setattr(queue, "redis", lambda: nowhere)


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    nowhere = create_engine("postgresql+psycopg:///x?host=/nowhere")
    monkeypatch.setattr(db, "engine", lambda: nowhere)
    yield
    nowhere.dispose()


def test_alive_touches_nothing(no_redis: None, no_database: None, stranger: FlaskClient):
    assert stranger.get("/healthz").json == {"status": "alive"}


def test_ready_when_both_answer(house: None, stranger: FlaskClient):
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "parts": {"postgresql": "up", "redis": "up"}}


def test_without_redis_we_are_degraded_but_ready(
    house: None, no_redis: None, stranger: FlaskClient
):
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "degraded", "parts": {"postgresql": "up", "redis": "down"}}


def test_without_postgresql_we_are_not_ready(house: None, no_database: None, stranger: FlaskClient):
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "parts": {"postgresql": "down", "redis": "up"}}
