"""A town for stories: the real house, the real simulated WeCom, and time that the test lets pass."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

if TYPE_CHECKING:
    from callbacks.office import Office

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


class Town:
    """The house and its simulated WeCom. Work is done here, in order, when `settle` is called."""

    def __init__(self, said: dict[str, Any], corp_id: str) -> None:
        from app.demo.control import Simulated

        self.said = said
        self.corp_id = corp_id
        self.wecom = Simulated(said["control_base"])

    def scan(self, state: str, name: str = "张小雨", key: str = "zhang") -> dict[str, Any]:
        """A customer scans the live code of `state`."""
        customer = {"key": key, "name": name}
        scanned: dict[str, Any] = self.wecom.post(
            "/people/scan", {"state": state, "customer": customer}
        )
        return scanned

    def say(self, text: str, key: str = "zhang") -> None:
        """A customer writes to the member whom they know."""
        self.wecom.post("/people/say", {"customer": key, "text": text})

    def settle(self, patience: float = 30) -> None:
        """Do everything that is due, here and there, without letting time pass."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            before = self.wecom.state()
            worked = work_once()
            after = self.wecom.state()
            is_busy = worked or before.is_busy or after.is_busy or is_row_due()
            if not is_busy and before.activity == after.activity:
                return
            time.sleep(0.005)
        raise AssertionError("the town does not come to rest")

    def let_pass(self, span: timedelta) -> None:
        """Let time pass, stopping at every due moment on the way."""
        from app import clock
        from app.db import reading
        from app.due import next_moment

        end = clock.now() + span
        while True:
            self.settle()
            with reading() as session:
                moments = (next_moment(session), self.wecom.state().next_due)
            moment = min((one for one in moments if one), default=end)
            if clock.now() >= end:
                return
            self.wecom.move_clock(min(moment, end))

    def truth(self) -> dict[str, Any]:
        """All that the simulated WeCom knows to have happened."""
        known: dict[str, Any] = self.wecom.get("/truth")
        return known

    def trouble(self, **faults: Any) -> None:
        """Let WeCom misbehave."""
        self.wecom.post("/faults", faults)


def is_row_due() -> bool:
    """Whether some row waits, be it for a lease to run out."""
    from app.db import reading
    from app.due import is_anything_due

    with reading() as session:
        return is_anything_due(session)


def work_once() -> int:
    """Ring for all that is due and do it at once, as the lanes' workers would."""
    from app.db import transaction
    from app.due import DUE, claim_bells
    from app.queue import redis

    bells = list(redis().scan_iter("r[qu]*:*", count=1000))  # RQ's keys and the lanes' bells
    redis().delete("", *bells)  # nobody but us works
    done = 0
    for due in DUE:
        with transaction() as session:
            claimed = claim_bells(session, due)
        module, _, name = due.job.rpartition(".")
        for row_id, lane in claimed:
            getattr(import_module(module), name)(lane if row_id is None else row_id)
            done += 1
    return done


@contextmanager
def simulated_wecom(folder: Path, *flags: str) -> Iterator[dict[str, Any]]:
    """A simulated WeCom in a process of its own; what it says of itself."""
    command = [sys.executable, "-m", "bots.simulator", "--clock-file", str(folder / "clock")]
    command += ["--start-at", START.isoformat(), "--retry-pause", "0.05", *flags]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)


def open_office(spool: Path) -> "Office":
    """What stands behind a door, with no memory of another test's keys."""
    from app.config import settings
    from app.inbox.spool import Spool
    from callbacks.keyring import Keyring
    from callbacks.office import Office

    url = settings().database_url
    assert url is not None
    return Office(url, Spool(spool), Keyring())


@contextmanager
def open_door() -> Iterator[str]:
    """The callback door on a port of its own; its address."""
    from callbacks.door import Door

    folder = Path(tempfile.mkdtemp(prefix="lianke-spool-"))
    office = open_office(folder)
    door = Door(Flask("house").wsgi_app, lambda: office)
    server: BaseWSGIServer = make_server("127.0.0.1", 0, door, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/callbacks/{{corpid}}/{{agentid}}"
    finally:
        server.shutdown()
        server.server_close()
        office.close()
        assert office.spool.waiting() == []
        shutil.rmtree(folder)


@contextmanager
def living_town(folder: Path, monkeypatch: pytest.MonkeyPatch, *flags: str) -> Iterator[Town]:
    """A town with the demo's corp, its codes, rules and SOP; nobody has come yet."""
    from app import clock
    from app.config import settings
    from app.corps.wecom import forget_mouths
    from app.demo.setting import settle_in

    with simulated_wecom(folder, *flags) as said, monkeypatch.context() as env, open_door() as door:
        env.setattr("app.due.RING_AGAIN", timedelta(0))  # we are the only worker
        env.setenv("CLOCK_FILE", str(folder / "clock"))
        env.setenv("WECOM_API_BASE", said["api_base"])
        env.setenv("SIMULATOR_URL", said["control_base"])
        clock.forget_file()
        settings.cache_clear()
        forget_mouths()
        town = Town(said, settle_in(said))
        assert town.wecom.post("/callback", {"url": door})["ok"]
        yield town
    clock.forget_file()
    settings.cache_clear()
    forget_mouths()
