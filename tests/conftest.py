"""The house as tests meet it: a real PostgreSQL and a real Valkey, empty before each test."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.town import Town, living_town

CORP = "wwtest000000000001"
AGENTID = 1000002
WHEN = {"stories": 0, "browser": 2}  # others between
MOMENT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # a Monday, 09:30 in Shanghai

# A shell that starts tests in the background has them ignore Ctrl-C, and so would whom they start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first, what needs a quiet machine last: two processes end together so."""
    items.sort(key=lambda item: WHEN.get(item.nodeid.split("/")[1], 1))


@pytest.fixture(scope="session")
def services() -> Iterator[None]:
    """PostgreSQL and Valkey of this test process, with the newest schema."""
    from app import embedded, migrate
    from app.config import settings
    from app.db import engine

    folder = Path(tempfile.mkdtemp(prefix="lianke-"))
    folder.chmod(0o755)
    postgres, valkey = embedded.Postgres(folder), embedded.Valkey(folder)
    os.environ |= {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "INSTANCE_DIR": str(folder),
        "SECRET_KEY": "a key for tests",
    }
    settings.cache_clear()
    migrate.upgrade()
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for quick in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.execute(text(f"alter system set {quick}"))
        connection.execute(text("select pg_reload_conf()"))
    yield
    engine().dispose()
    valkey.stop()
    postgres.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_house(services: None) -> None:
    """A house with nothing in it."""
    from app import tables
    from app.corps.wecom import forget_mouths
    from app.db import engine
    from app.queue import redis

    names = ", ".join(f'"{table.name}"' for table in tables.METADATA.sorted_tables)
    with engine().begin() as connection:
        connection.execute(text(f"truncate {names} restart identity cascade"))
    redis().flushall()
    forget_mouths()


@pytest.fixture
def house(empty_house: None) -> Iterator[None]:
    """A house with one corp and one app in it, its clock held at MOMENT."""
    from app import clock
    from app.corps.models import Corp, CorpApp
    from app.db import transaction

    with clock.held_at(MOMENT):
        with transaction() as session:
            session.add(Corp(corp_id=CORP, name="测试公司"))
            session.add(
                CorpApp(
                    corp_id=CORP,
                    agentid=AGENTID,
                    name="联客",
                    secret="s" * 43,
                    token="tokentokentoken",
                    encoding_aes_key="a" * 43,
                )
            )
        yield


@pytest.fixture
def town(empty_house: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """The demo's corp in a real house beside a real simulated WeCom; the test lets time pass."""
    with living_town(tmp_path, monkeypatch) as living:
        yield living
