"""An answer has a deadline as a whole: whoever drips a byte now and then must not hold a worker."""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Timed(io.RawIOBase):
    """The bytes of one answer. The read time-out, which requests means for each wait, is for
    all of them together."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._bytes = sock.makefile("rb", buffering=0)
        allowed = sock.gettimeout()
        self._until = None if allowed is None else time.monotonic() + allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the whole answer took too long")
            self._sock.settimeout(left)
        return self._bytes.readinto(buffer)

    def close(self) -> None:
        self._bytes.close()
        super().close()


class TimedAnswer(HTTPResponse):
    """An answer that is read, from its first header on, before its deadline or not at all."""

    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp.close()
        self.fp = io.BufferedReader(Timed(sock))


class Plain(HTTPConnection):
    """A connection whose answers have a deadline."""

    response_class = TimedAnswer


class Secure(HTTPSConnection):
    """The same, with TLS."""

    response_class = TimedAnswer


class PlainPool(HTTPConnectionPool):
    """Such connections to one host."""

    ConnectionCls = Plain


class SecurePool(HTTPSConnectionPool):
    """The same, with TLS."""

    ConnectionCls = Secure


class TimedAdapter(HTTPAdapter):
    """Mounted on a session of requests, it gives every answer a deadline."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def pooled(size: int = 16) -> requests.Session:
    """A session that many threads may share: no proxies or .netrc of the machine, no retries."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, TimedAdapter(pool_maxsize=size, max_retries=0))
    return session
