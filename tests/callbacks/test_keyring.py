"""Keys are remembered while nobody can tell them, and forgotten when they are gone."""

import time

import pytest
from sqlalchemy.exc import OperationalError

from app.errors import CallbackRejected
from callbacks import keyring
from callbacks.envelope import Keys
from callbacks.keyring import AppName, Keyring

KEYS = Keys("ww1", "token", "a" * 43)
NEWER = Keys("ww1", "another", "b" * 43)


class Table:
    """A table that may be away."""

    def __init__(self) -> None:
        self.keys: Keys | None = KEYS
        self.is_away = False
        self.asked = 0

    def look_up(self, _app: AppName) -> Keys | None:
        self.asked += 1
        if self.is_away:
            raise OperationalError("select", {}, Exception("away"))
        return self.keys


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "GOOD_FOR", 0.0)


def until(ring: Keyring, wanted: Keys | None) -> bool:
    deadline = time.monotonic() + 2
    while ring.held("ww1", 1) != wanted and time.monotonic() < deadline:
        time.sleep(0.005)
    return ring.held("ww1", 1) == wanted


def test_keys_are_asked_for_once_in_a_while(table: Table) -> None:
    ring = Keyring(table.look_up)
    assert [ring.keys("ww1", 1) for _ in range(3)] == [KEYS, KEYS, KEYS]
    assert table.asked == 1


def test_keys_are_kept_while_nobody_can_tell(table: Table, impatient: None) -> None:
    ring = Keyring(table.look_up)
    assert ring.keys("ww1", 1) == KEYS
    table.is_away = True
    for _ in range(5):
        assert ring.keys("ww1", 1) == KEYS
        time.sleep(0.01)
    assert table.asked > 1


def test_new_keys_are_found_and_gone_ones_forgotten(table: Table, impatient: None) -> None:
    ring = Keyring(table.look_up)
    assert ring.keys("ww1", 1) == KEYS
    table.keys = NEWER
    assert until(ring, NEWER)
    table.keys = None
    assert until(ring, None)
    with pytest.raises(CallbackRejected) as refused:
        ring.keys("ww1", 1)
    assert refused.value.status == 404


def test_an_app_that_nobody_can_look_up_is_to_come_again(table: Table) -> None:
    table.is_away = True
    with pytest.raises(CallbackRejected) as refused:
        Keyring(table.look_up).keys("ww1", 1)
    assert refused.value.status == 503


def test_a_table_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "PATIENCE", 0.05)
    with pytest.raises(CallbackRejected) as refused:
        Keyring(lambda _app: time.sleep(0.3)).keys("ww1", 1)
    assert refused.value.status == 503
