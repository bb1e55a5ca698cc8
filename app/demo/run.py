"""The demo from start to end: services, simulated WeCom, house, people, time."""

import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import text

from app import household, migrate
from app.children import Children
from app.config import settings
from app.console.auth import make_login_link
from app.db import engine, transaction
from app.demo import setting, workers
from app.demo.control import Simulated, start_simulator
from app.embedded import Postgres, Valkey
from app.queue import LANES, manned_lanes

log = logging.getLogger(__name__)

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")  # a Monday morning in Shanghai


@dataclass
class Wishes:
    """What was asked for on the command line. `speed` None leaps from moment to moment.

    `sweep_every`: seconds between two looks for due rows, where not the demo's own.
    """

    seed: int
    port: int
    speed: float | None
    customers: int
    folder: Path
    sweep_every: float | None = None


@dataclass
class Demo:
    """A running demo."""

    wishes: Wishes
    corp_id: str
    simulated: Simulated
    children: Children
    ours: list[Postgres | Valkey]
    link: str

    def watch(self) -> None:
        """Mend what died. Without the simulated WeCom there is nothing left to show."""
        if self.children.has_ended("simulator"):
            raise RuntimeError("the simulated WeCom has ended, and with it the demo")
        for name in household.watch(self.children, self.ours):
            log.warning("%s had died and was started again", name)
        workers.keep(self.children.pids())


@contextmanager
def running(wishes: Wishes) -> Iterator[Demo]:
    """Everything up and connected; everything down again at the end."""
    folder = prepare(wishes)
    with ExitStack() as stack:
        ours = stack.enter_context(household.services(folder, only_ours=True))
        children = Children()
        stack.callback(children.stop)
        clock_file = folder / "clock"
        said = start_simulator(
            children,
            *("--seed", str(wishes.seed), "--clock-file", str(clock_file)),
            *("--start-at", START.isoformat()),
            *("--sidebar", f"{settings().public_url}/sidebar/customer"),
        )
        remember(said, clock_file)
        clear_database()
        migrate.upgrade()
        household.start_web(children, wishes.port)
        corp_id = setting.settle_in(said)
        simulated = Simulated(said["control_base"])
        await_web()
        household.start_work(children)  # after the web, so that the first page comes soon
        connect(simulated)
        await_work()  # who scans first shall not wait for our start
        yield Demo(wishes, corp_id, simulated, children, ours, login_link(corp_id))


def prepare(wishes: Wishes) -> Path:
    """The folder and the environment of this demo; its simulated corp starts anew every time."""
    folder = wishes.folder
    folder.mkdir(parents=True, exist_ok=True)
    wishes.port = free_port(wishes.port)
    often = 0.05 if wishes.speed is None else 0.2
    os.environ |= {
        "INSTANCE_DIR": str(folder),
        "DEMO": "1",
        "PORT": str(wishes.port),
        "PUBLIC_URL": f"http://127.0.0.1:{wishes.port}",
        "SWEEP_EVERY": str(wishes.sweep_every or often),
    }
    settings.cache_clear()
    return folder


def remember(said: dict[str, Any], clock_file: Path) -> None:
    """Where the simulated WeCom is, for this process and its children."""
    os.environ |= {
        "CLOCK_FILE": str(clock_file.resolve()),
        "WECOM_API_BASE": said["api_base"],
        "WECOM_OAUTH_BASE": said["api_base"].removesuffix("/cgi-bin"),
        "SIMULATOR_URL": said["control_base"],
    }
    settings.cache_clear()


def clear_database() -> None:
    """Forget the last demo: its simulated WeCom lived in memory and is gone."""
    with engine().begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))


def free_port(wanted: int) -> int:
    """`wanted`, or the next port that nobody listens on."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port from {wanted} to {wanted + 49}: choose one with --port")


def await_web(patience: float = 30) -> None:
    """Wait until the web answers."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{settings().public_url}/healthz", timeout=1).ok:
                return
        except requests.RequestException:
            time.sleep(0.05)
    raise RuntimeError(f"the web did not answer within {patience:.0f} s; its log stands above")


def await_work(patience: float = 30) -> None:
    """Wait until every lane has its worker."""
    deadline = time.monotonic() + patience
    while manned_lanes() != set(LANES):
        if time.monotonic() > deadline:
            raise RuntimeError(f"not every worker came within {patience:.0f} s; see the log above")
        time.sleep(0.05)


def connect(simulated: Simulated) -> None:
    """Let the simulated WeCom verify our callback address, as its console would."""
    url = f"{settings().public_url}/callbacks/{{corpid}}/{{agentid}}"
    answer = simulated.post("/callback", {"url": url})
    if not answer["ok"]:
        raise RuntimeError(f"the callback address was not accepted: {answer}")


def login_link(corp_id: str) -> str:
    """The one link that opens the demo."""
    with transaction() as session:
        token = make_login_link(
            session, corp_id, "demo", "admin", name="演示管理员", lives_for=timedelta(days=365)
        )
    return f"{settings().public_url}/login/{token}"
