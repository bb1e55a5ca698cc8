"""PostgreSQL away, silent or full: no callback is lost, and none is acknowledged in vain."""

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from app import clock, queue
from app.inbox.spool import Spool
from callbacks.door import Door
from callbacks.envelope import Keys
from callbacks.keyring import Keyring
from callbacks.ledger import Away
from callbacks.letter import Letter
from callbacks.office import Office
from tests.callbacks.postgres import Stoppable, own_postgres
from tests.callbacks.sealing import AES_KEY, TOKEN, Post, event, seal
from tests.conftest import AGENTID, CORP, MOMENT

WWW = {(CORP, AGENTID): Keys(CORP, TOKEN, AES_KEY)}
Deliver = Callable[[str], TestResponse]


@pytest.fixture(scope="module")
def server() -> Iterator[Stoppable]:
    with own_postgres() as own:
        yield own


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


@pytest.fixture
def office(server: Stoppable, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(queue, "ring", lambda _bells: None)
    with psycopg.connect(server.url) as connection:
        connection.execute("truncate inbox_event cascade")
    with clock.held_at(MOMENT):
        opened = Office(server.url, spool, Keyring(WWW.get))
        yield opened
        opened.close()


@pytest.fixture
def deliver(office: Office) -> Deliver:
    """Bring an event about a customer."""
    return lambda name: knock(office, seal(event(ExternalUserID=name)))


def knock(office: Office, post: Post) -> TestResponse:
    client = Client(Door(Flask("house").wsgi_app, lambda: office))
    return client.post(post.path, query_string=post.query, data=post.body)


def await_kept(server: Stoppable, names: set[str], patience: float = 15) -> None:
    deadline = time.monotonic() + patience
    while set(server.kept()) != names and time.monotonic() < deadline:
        time.sleep(0.05)
    kept = server.kept()
    assert set(kept) == names
    assert len(kept) == len(names)


def test_while_postgresql_is_killed_callbacks_wait_on_the_disk(
    server: Stoppable, spool: Spool, deliver: Deliver
) -> None:
    assert deliver("wmBefore").text == "success"
    server.kill()
    assert [deliver(name).status_code for name in ("wm1", "wm2", "wm3")] == [200, 200, 200]
    assert len(spool.waiting()) == 3
    server.revive()
    await_kept(server, {"wmBefore", "wm1", "wm2", "wm3"})
    assert spool.waiting() == []
    assert deliver("wmAfter").status_code == 200
    await_kept(server, {"wmBefore", "wm1", "wm2", "wm3", "wmAfter"})


def test_a_postgresql_that_says_nothing_holds_nobody_up_for_long(
    server: Stoppable, spool: Spool, deliver: Deliver
) -> None:
    assert deliver("wmBefore").status_code == 200
    with server.held_still():
        began = time.monotonic()
        assert deliver("wm1").status_code == 200
        noticed = time.monotonic()
        assert deliver("wm2").status_code == 200
        assert noticed - began < 4
        assert time.monotonic() - noticed < 0.5
        assert len(spool.waiting()) == 2
    await_kept(server, {"wmBefore", "wm1", "wm2"})


def put(spool: Spool, names: Iterable[str]) -> None:
    """Letters that came while PostgreSQL was away."""
    for name in names:
        post = seal(event(ExternalUserID=name))
        spool.put(Letter(CORP, AGENTID, urlencode(post.query), post.body).as_file())


def test_processes_that_start_bring_all_that_waits_and_bring_it_once(
    server: Stoppable, spool: Spool, office: Office
) -> None:
    office.close()
    names = {f"wm{number}" for number in range(60)}
    put(spool, names)
    starting = [Office(server.url, spool, Keyring(WWW.get)) for _ in range(3)]
    await_kept(server, names)
    for one in starting:
        one.close()
    assert spool.waiting() == []
    assert spool.aside() == []


def test_a_full_disk_never_yields_a_200(
    spool: Spool, office: Office, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_opened: int, _written: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def away(_entries: object) -> None:
        raise Away

    monkeypatch.setattr(os, "write", full)
    monkeypatch.setattr(office.ledger, "keep", away)
    assert deliver("wm1").status_code == 503
    assert not spool.is_writable()
    assert spool.waiting() == []


def test_a_disk_that_takes_half_a_letter_is_full(spool: Spool, tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from app.inbox.spool import Spool\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "spool = Spool(Path(sys.argv[1]))\n"
        "try: spool.put(bytes(5000))\n"
        "except OSError as error: print(error.strerror)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "spool")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "File too large\n"
    assert list((tmp_path / "spool").iterdir()) == []
    spool.put(bytes(5000))
    assert len(spool.waiting()) == 1


def test_a_row_that_postgresql_refuses_does_not_spoil_its_neighbours(
    server: Stoppable, spool: Spool, deliver: Deliver
) -> None:
    too_long = os.urandom(6000).hex()  # for an index
    good = [f"wm{number}" for number in range(20)]
    with psycopg.connect(server.url) as other, ThreadPoolExecutor(21) as people:
        other.execute("lock table inbox_event in exclusive mode")
        answers = [people.submit(deliver, name) for name in (*good[:10], too_long, *good[10:])]
        time.sleep(0.3)
        other.commit()
        assert {answer.result().status_code for answer in answers} == {200}
    assert sorted(map(str, server.kept())) == sorted(good)
    assert len(spool.aside()) == 1


def test_requests_that_wait_together_share_a_commit(server: Stoppable, deliver: Deliver) -> None:
    names = [f"wm{number}" for number in range(32)]
    with psycopg.connect(server.url) as other, ThreadPoolExecutor(32) as people:
        other.execute("lock table inbox_event in exclusive mode")
        answers = [people.submit(deliver, name) for name in names]
        time.sleep(0.3)
        assert not any(answer.done() for answer in answers)  # no answer before the commit
        other.commit()
        assert {answer.result().status_code for answer in answers} == {200}
    assert sorted(map(str, server.kept())) == sorted(names)
    assert server.commits() <= 3


def test_a_letter_that_cannot_be_read_is_set_aside_and_holds_up_no_other(
    server: Stoppable, spool: Spool, office: Office
) -> None:
    forged = f"{CORP} {AGENTID} 35 msg_signature=0\n<xml><Encrypt>AAAA</Encrypt></xml>".encode()
    put(spool, ["wm1"])
    spool.put(b"half a let")
    spool.put(forged)
    put(spool, ["wm2"])
    await_kept(server, {"wm1", "wm2"})
    office.close()
    assert {path.read_bytes() for path in spool.aside()} == {b"half a let", forged}


def test_a_doorbell_that_hangs_delays_no_answer(
    office: Office, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    monkeypatch.setattr(queue, "ring", lambda _bells: hangs.wait(5))
    began = time.monotonic()
    assert [deliver(name).status_code for name in ("wm1", "wm2", "wm3")] == [200, 200, 200]
    assert time.monotonic() - began < 1
    hangs.set()


def test_room_is_freed_of_what_is_kept_and_of_what_nobody_finished(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spool.put(b"a letter")
    spool.remove(path)
    spool.remove(path)  # another process says it again
    path.with_suffix(".half").write_bytes(b"begun")
    spool.clear()
    assert [one.suffix for one in path.parent.iterdir()] == [".half"]
    monkeypatch.setattr("app.inbox.spool.FORGOTTEN_AFTER", 0)
    spool.clear()
    assert list(path.parent.iterdir()) == []
