"""Figures are gathered over processes, tell how the house stands, and are not for everybody."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app import db, metrics
from app.config import settings
from app.db import transaction
from app.events.table import EVENTS
from app.inbox.models import InboxEvent
from app.outbox.models import OutboxCommand
from bots.commands import COMMANDS
from jobs.reactions import REACTIONS, name_of
from tests.conftest import MOMENT
from tests.insight.story import tell

FIGURE = re.compile(r"^(lianke_\w+(?:\{[^}]*\})?) ([-\d.e+]+)$", re.MULTILINE)
COUNT = "from app import metrics; metrics.reacted('app.x.greet', 'done'); metrics.callback('kept')"


@pytest.fixture
def client(app: Any) -> FlaskClient:
    made: FlaskClient = app.test_client()
    return made


@pytest.fixture
def counting(house: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of counts of its own."""
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))
    settings.cache_clear()
    metrics.made.cache_clear()
    yield tmp_path / "metrics"
    metrics.made.cache_clear()
    monkeypatch.undo()
    settings.cache_clear()


def figures(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {name: float(value) for name, value in FIGURE.findall(answer.text)}


def test_the_counts_of_all_processes_add_up_also_of_the_dead(client: FlaskClient, counting: Path):
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT], check=True)
    metrics.reacted("app.x.greet", "done")
    metrics.reacted("app.x.greet", "parked")
    found = figures(client)
    assert found['lianke_reactions_total{name="greet",outcome="done"}'] == 3
    assert found['lianke_reactions_total{name="greet",outcome="parked"}'] == 1
    assert found['lianke_callbacks_total{outcome="kept"}'] == 2


def test_a_welcome_falls_into_the_bucket_of_its_seconds(client: FlaskClient, counting: Path):
    for seconds in (0.2, 3):
        metrics.welcomed(timedelta(seconds=seconds))
    found = figures(client)
    assert found['lianke_welcome_seconds_bucket{le="0.25"}'] == 1
    assert found['lianke_welcome_seconds_bucket{le="5.0"}'] == 2
    assert found["lianke_welcome_seconds_sum"] == pytest.approx(3.2)


def test_files_of_the_long_dead_are_let_go(counting: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(metrics, "MOST_FILES", 1)
    counting.mkdir(parents=True)
    dead, alive = counting / "counter_4194999.db", counting / f"counter_{os.getpid()}.db"
    for age, file in enumerate((alive, dead, counting / "counter_4194998.db")):
        file.touch()
        os.utime(file, (age, age))
    metrics._forget_the_dead()
    assert (alive.exists(), dead.exists()) == (True, False)


def test_a_full_disk_costs_the_counts_and_nothing_else(
    counting: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    metrics.callback("kept")
    assert "not gathered: No space left on device" in caplog.text


def test_the_labels_of_all_tables_fit_into_what_is_reserved(counting: Path):
    for kind in COMMANDS:
        for outcome in ("done", "failed", "again", "sending", "expired", "unknown"):
            metrics.spoken(kind, outcome)
    metrics.planned(EVENTS)
    for reaction in {name_of(one) for reactions in REACTIONS.values() for one in reactions}:
        for outcome in ("done", "again", "parked", "pointless"):
            metrics.reacted(reaction, outcome)
    metrics.welcomed(timedelta(seconds=1))
    sizes = {file.name.split("_")[0]: file.stat().st_size for file in counting.glob("*.db")}
    assert sizes == metrics.SIZES


def test_the_standing_of_the_house_is_counted(client: FlaskClient, counting: Path):
    with transaction() as session:
        tell(session)
        late = MOMENT - timedelta(seconds=90)
        welcome = OutboxCommand.kind == "SendWelcome"
        session.execute(update(OutboxCommand).where(welcome).values(state="pending", due_at=late))
        session.execute(update(InboxEvent).where(InboxEvent.id == 2).values(state="unknown"))
    (counting.parent / "spool" / "aside").mkdir(parents=True)
    (counting.parent / "spool" / "1.letter").touch()
    found = figures(client)
    assert found['lianke_oldest_due_seconds{lane="welcome"}'] == 90
    assert found['lianke_oldest_due_seconds{lane="sync"}'] == 0
    stopped = {what: found[f'lianke_stopped{{what="{what}"}}'] for what in ("parked", "failed")}
    assert stopped == {"parked": 1, "failed": 1}
    assert found['lianke_stopped{what="set_aside"}'] == 1
    assert found['lianke_spooled{what="waiting"}'] == 1
    assert (found["lianke_tickers_leading"], found["lianke_redis_up"]) == (0, 1)
    assert found['lianke_workers{lane="welcome"}'] == 0


def test_without_postgresql_the_figures_say_so(
    client: FlaskClient, counting: Path, monkeypatch: pytest.MonkeyPatch
):
    from sqlalchemy import create_engine

    nowhere = create_engine("postgresql+psycopg:///x?host=/nowhere")
    monkeypatch.setattr(db, "engine", lambda: nowhere)
    assert figures(client)["lianke_postgresql_up"] == 0


@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "10.0.0.9", 404),
        ({"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 404),
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1", 404),
    ],
)
def test_without_a_token_only_this_machine_may_look(
    client: FlaskClient, counting: Path, headers: dict[str, str], address: str, status: int
):
    from_there = {"REMOTE_ADDR": address}
    answer = client.get("/metrics", headers=headers, environ_overrides=from_there)
    assert answer.status_code == status


def test_with_a_token_its_bearer_may_look_and_nobody_else(
    client: FlaskClient, counting: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("METRICS_TOKEN", "figures-for-us")
    settings.cache_clear()
    there = {"REMOTE_ADDR": "203.0.113.9"}
    given = {"Authorization": "Bearer figures-for-us", "X-Forwarded-For": "198.51.100.1"}
    assert client.get("/metrics", headers=given, environ_overrides=there).status_code == 200
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer é"}).status_code == 404


def test_workers_and_the_leading_ticker_are_counted(client: FlaskClient, counting: Path):
    processes = [
        subprocess.Popen([sys.executable, "-m", *words])
        for words in (("jobs.worker", "bulk"), ("jobs.ticker",))
    ]
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = figures(client)
            if found['lianke_workers{lane="bulk"}'] == found["lianke_tickers_leading"] == 1:
                return
            time.sleep(0.1)
        raise AssertionError("they were not counted")
    finally:
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
