"""A corp whose archive lies in a vault on loopback."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.archive.keys import TIMER, keep_account, keep_key
from app.config import settings
from app.db import transaction
from app.timers import Timer
from tests.archive.vault import Vault, opened, pem
from tests.conftest import CORP, MOMENT

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def vault(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """An empty vault, and the house holding its secret and the key of version 1."""
    made = Vault()
    server = opened(made)
    monkeypatch.setenv("SIMULATOR_URL", made.url)
    settings.cache_clear()
    with transaction() as session:
        session.add(Timer(corp_id=CORP, name=TIMER, lane="archive", due_at=MOMENT + A_MINUTE))
        keep_account(session, CORP, "the archive's secret")
        keep_key(session, CORP, 1, pem(1))
    yield made
    server.shutdown()
    server.server_close()
    monkeypatch.undo()
    settings.cache_clear()
