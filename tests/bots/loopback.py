"""A loopback HTTP server that plays back a script, for the faults that a faithful WeCom hides."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fault = Callable[["Line"], None]


@dataclass
class Seen:
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Loopback:
    """Answers each path with its next scripted reply; the last reply stays."""

    script: dict[str, list[dict[str, Any] | Fault]]
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def calls(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def next(self, seen: Seen) -> dict[str, Any] | Fault:
        with self.lock:
            self.seen.append(seen)
            replies = self.script[seen.path]
            return replies.pop(0) if len(replies) > 1 else replies[0]


class Line(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body leave apart: do not wait between them
    loopback: Loopback

    def serve(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = address.path.removeprefix("/cgi-bin/")
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.loopback.next(Seen(self.command, path, query, body, headers))
        if callable(reply):
            reply(self)
        else:
            self.reply(json.dumps(reply).encode())

    do_GET = do_POST = serve

    def reply(self, content: bytes, status: int = 200, promised: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if promised is None else promised))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """The test prints what matters."""


def raw(content: bytes, status: int = 200) -> Fault:
    return lambda line: line.reply(content, status)


def truncated(line: Line) -> None:
    line.reply(b'{"errcode": 0, "errm', promised=500)
    line.close_connection = True


def cut(line: Line) -> None:
    """The request was read; no answer comes."""
    line.close_connection = True


def hung(line: Line) -> None:
    line.loopback.released.wait(20)
    line.close_connection = True


def redirect(line: Line) -> None:
    line.send_response(301)
    line.send_header("Location", line.loopback.url + "/cgi-bin/elsewhere")
    line.send_header("Content-Length", "0")
    line.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many threads knock at once


def opened(loopback: Loopback) -> ThreadingHTTPServer:
    """A running server for `loopback` on a free port."""
    line = type("ScriptedLine", (Line,), {"loopback": loopback})
    server = Server(("127.0.0.1", 0), line)
    loopback.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
