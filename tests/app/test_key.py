"""A host with another key is noticed when it starts, not with the first callback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import settings
from app.corps.key import WrongKey, refuse_wrong_key
from app.corps.models import CorpApp
from app.db import reading
from app.sealed import _box

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def another_key(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """This process after a start with another SECRET_KEY."""
    monkeypatch.setenv("SECRET_KEY", "another key")
    forget()
    yield monkeypatch
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    _box.cache_clear()


@pytest.mark.usefixtures("house")
def test_the_key_that_sealed_is_taken() -> None:
    refuse_wrong_key()


@pytest.mark.usefixtures("empty_house")
def test_a_house_without_a_corp_takes_any_key() -> None:
    refuse_wrong_key()


@pytest.mark.usefixtures("another_key")
def test_another_key_is_refused_with_what_to_do() -> None:
    with pytest.raises(WrongKey, match="Give every host the same SECRET_KEY"):
        refuse_wrong_key()


def test_a_new_key_before_the_old_one_is_taken(another_key: pytest.MonkeyPatch) -> None:
    another_key.setenv("SECRET_KEY", "another key,a key for tests")
    forget()
    refuse_wrong_key()
    with reading() as session:
        assert session.query(CorpApp).first()


@pytest.mark.usefixtures("house")
def test_a_worker_of_another_key_does_not_start() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "jobs.worker", "bulk"],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "another key"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "Give every host the same SECRET_KEY" in ended.stderr
