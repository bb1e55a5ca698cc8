"""A WSGI application's answer to a request that granian brings (RSGI)."""

import io
import sys
from collections.abc import Iterable
from typing import Any

LARGEST_PAGE = 32 * 1024 * 1024  # bytes that somebody may upload; WeCom takes files of 20 MiB
BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # headers that WSGI has under names of their own
TRUSTED = ("127.", "::1", "unix:")  # a proxy on this machine may say that it was https outside
Answer = tuple[int, list[tuple[str, str]], bytes]


async def read(scope: Any, proto: Any, most: int) -> bytes | None:
    """The body; None when it is longer than `most`, unread where it says so."""
    length = scope.headers.get("content-length")
    if length:
        whole: bytes | None = await proto() if int(length) <= most else None
        return whole
    body = bytearray()
    async for part in proto:
        body += part
        if len(body) > most:
            return None
    return bytes(body)


def answer_page(house: Any, scope: Any, body: bytes | None) -> Answer:
    """Status, headers and body of the answer."""
    if body is None:
        return 413, [("content-type", "text/plain")], b"the body is too long"
    started: list[tuple[int, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, head: list[tuple[str, str]], _error: Any = None) -> Any:
        started[:] = [(int(status[:3]), head)]
        return written.append

    parts: Iterable[bytes] = house(environ_of(scope, body), start_response)
    try:
        written.extend(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, head = started[0]
    return status, head, b"".join(written)


def environ_of(scope: Any, body: bytes) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333)."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        key = key if key in BARE else f"HTTP_{key}"
        comma = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{comma}{value}" if key in environ else value
    if environ["REMOTE_ADDR"].startswith(TRUSTED) and "HTTP_X_FORWARDED_PROTO" in environ:
        environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]
    environ.setdefault("CONTENT_LENGTH", str(len(body)))
    return environ
