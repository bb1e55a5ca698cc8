"""Health answers for the process, readiness for its parts."""

import errno
import os
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import create_engine

from app import db, queue
from app.console import health


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
    assert answer.json == {
        "status": "ready",
        "parts": {"postgresql": "up", "redis": "up", "spool": "up"},
    }


def test_without_redis_we_are_degraded_but_ready(
    house: None, no_redis: None, stranger: FlaskClient
):
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "degraded"
    assert answer.get_json()["parts"]["redis"] == "down"


def test_without_postgresql_callbacks_are_kept_on_the_disk(
    house: None, no_database: None, stranger: FlaskClient
):
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    parts = {"postgresql": "down", "redis": "up", "spool": "up"}
    assert answer.json == {"status": "degraded", "parts": parts}


def test_with_neither_postgresql_nor_a_disk_we_are_not_ready(
    house: None, no_database: None, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    def full(_opened: int, _written: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    answer = stranger.get("/readyz")
    monkeypatch.undo()
    assert answer.status_code == 503
    parts = {"postgresql": "down", "redis": "up", "spool": "down"}
    assert answer.json == {"status": "not ready", "parts": parts}


def test_a_part_that_hangs_counts_as_down(
    house: None, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "ask_database", lambda: time.sleep(0.3))
    answer = stranger.get("/readyz")
    assert answer.get_json()["parts"]["postgresql"] == "down"
