"""An answer has a deadline as a whole: whoever drips a byte now and then must not hold a worker."""

import io
import socket
import time
from collections.abc import Mapping
from http.client import HTTPResponse
from json import dumps
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi
from urllib3 import (
    BaseHTTPResponse,
    HTTPConnectionPool,
    HTTPSConnectionPool,
    PoolManager,
    Timeout,
    encode_multipart_formdata,
)
from urllib3.connection import HTTPConnection, HTTPSConnection

HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "User-Agent": "lianke"}


class Timed(io.RawIOBase):
    """The bytes of one answer. The read time-out, which urllib3 means for each wait, is for
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


class Lines:
    """Connections that many threads may share: no proxies or .netrc of the machine, no retries, no
    redirects followed.

    `size` of them are kept to each host: as many as the busiest lane has calls in flight.
    """

    def __init__(self, size: int = 64) -> None:
        self._hosts = PoolManager(
            maxsize=size, retries=False, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where()
        )
        self._hosts.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def request(
        self,
        method: str,
        url: str,
        timeout: tuple[float, float],
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> BaseHTTPResponse:
        """Send and return the answer from its headers on. Raises urllib3's HTTPError."""
        body, kind = None, None
        if files is not None:
            body, kind = encode_multipart_formdata(files)
        elif json is not None:
            body, kind = dumps(json, allow_nan=False).encode(), "application/json"
        connect, read = timeout
        return self._hosts.connection_from_url(url).urlopen(
            method,
            f"{urlsplit(url).path}?{urlencode(params or {}, doseq=True)}",
            body,
            HEADERS if kind is None else {**HEADERS, "Content-Type": kind},
            timeout=Timeout(connect=connect, read=read),
            redirect=False,
            preload_content=False,
        )
