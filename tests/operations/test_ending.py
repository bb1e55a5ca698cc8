"""Who is asked to end claims nothing more and lets go; who falls silent is followed by another."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from app import draining
from app.config import settings
from app.corps.models import Corp, CorpApp
from app.db import reading, transaction
from app.events.archive import StaffSpoke
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import MarkTag
from jobs import together
from jobs.crew import stopping
from tests.bots.loopback import Line, Loopback, opened
from tests.callbacks.postgres import own_postgres
from tests.conftest import CORP, MOMENT

MANY = 60
TOKEN = {"errcode": 0, "errmsg": "ok", "access_token": "t", "expires_in": 7200}


@contextmanager
def running(*words: str, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m WORDS…`, writing to `log`."""
    with log.open("wb") as out:
        command = [sys.executable, "-m", *words]
        process = subprocess.Popen(command, env={**os.environ, **more}, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(claim: Callable[[], object], patience: float = 20) -> float:
    """Wait for a claim to come true; how long that took."""
    began = time.monotonic()
    while not claim():
        assert time.monotonic() - began < patience, "it did not come true"
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.fixture
def slow_wecom() -> Iterator[Loopback]:
    def late(line: Line) -> None:
        time.sleep(0.4)
        line.reply(b'{"errcode": 0, "errmsg": "ok"}')

    wecom = Loopback({"gettoken": [TOKEN], "externalcontact/mark_tag": [late]})
    server = opened(wecom)
    yield wecom
    server.shutdown()
    server.server_close()


def states() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(OutboxCommand.state)))


def test_a_worker_that_is_asked_to_end_finishes_and_claims_nothing_more(
    empty_house: None, slow_wecom: Loopback, tmp_path: Path
):
    with transaction() as session:
        session.add(Corp(corp_id=CORP, name="测试公司"))
        session.add(
            CorpApp(
                corp_id=CORP, agentid=1, name="联客", secret="s", token="t", encoding_aes_key="a"
            )
        )
        for number in range(MANY):
            because = Because(reaction="test", reason="试一试")
            mark = MarkTag("zhang", f"wm{number}", add_tag=["et1"])
            say(session, CORP, mark, key=str(number), because=because)
    address = {"WECOM_API_BASE": f"{slow_wecom.url}/cgi-bin"}
    with running("jobs.worker", "events", log=tmp_path / "log", **address) as worker:
        until(lambda: slow_wecom.calls("externalcontact/mark_tag"))
        worker.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert worker.wait(10) == 0
    assert time.monotonic() - began < 5
    said = len(slow_wecom.calls("externalcontact/mark_tag"))
    assert 0 < said < MANY
    assert (states().count("done"), states().count("pending")) == (said, MANY - said)


def test_reactions_that_are_not_begun_are_let_go_of_at_no_cost(house: None):
    row = InboxReaction(name="nobody.knows", attempts=1, error=None)
    fact = StaffSpoke(
        corp_id=CORP, happened_at=MOMENT, userid="a", external_userid="b", message_id=1
    )
    stopping.set()
    try:
        outcome = together._one(row.name, fact, row)
    finally:
        stopping.clear()
    assert (outcome.state, outcome.cost, outcome.error) == ("again", 0, None)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM])
def test_another_ticker_leads_within_five_seconds(house: None, tmp_path: Path, end: signal.Signals):
    def leads(name: str) -> bool:
        return b"this ticker leads" in (tmp_path / name).read_bytes()

    with (
        running("jobs.ticker", log=tmp_path / "first") as first,
        running("jobs.ticker", log=tmp_path / "second") as second,
    ):
        until(lambda: leads("first") or leads("second"))
        time.sleep(1.2)  # the other has tried in vain
        assert leads("first") != leads("second")
        leader, follower = (first, "second") if leads("first") else (second, "first")
        leader.send_signal(end)
        assert until(lambda: leads(follower)) <= 5
        if end == signal.SIGSTOP:
            leader.send_signal(signal.SIGCONT)
            assert leader.wait(5) == 0, "who was cut off steps down"


def test_a_ticker_waits_for_the_database_and_then_leads(house: None, tmp_path: Path):
    with own_postgres() as away:
        away.kill()
        log = tmp_path / "log"
        with running("jobs.ticker", log=log, DATABASE_URL=away.url) as ticker:
            until(lambda: b"waits for the database" in log.read_bytes())
            time.sleep(2.5)  # it has tried in vain, and again
            assert ticker.poll() is None
            away.revive()
            until(lambda: b"this ticker leads" in log.read_bytes())
        said = log.read_bytes()
        assert said.count(b"waits for the database") == 1
        assert b"Traceback" not in said


def test_a_host_that_is_taken_out_is_not_ready_but_answers(run, app, monkeypatch, tmp_path):
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))
    settings.cache_clear()
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    run("drain")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (503, "draining")
    assert client.get("/healthz").status_code == 200
    run("drain", "--off")
    assert (client.get("/readyz").status_code, draining.is_under_way()) == (200, False)
    monkeypatch.undo()
    settings.cache_clear()
