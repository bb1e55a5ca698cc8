"""A WeCom that answers from a script and remembers what it was asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

OK = {"errcode": 0, "errmsg": "ok"}
PNG = b"\x89PNG\r\n\x1a\n and so on"

Answer = dict[str, Any] | bytes | None  # None: hang up without an answer


class Script:
    """`answers` maps a path to its answer, or to a function of the asked JSON."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, Any]], Answer]] = {
            "gettoken": {**OK, "access_token": "T", "expires_in": 7200},
        }
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.base = ""

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """What was asked at a path."""
        return [body for asked, body in self.calls if asked == path]

    def answer(self, path: str, body: dict[str, Any]) -> Answer:
        """The scripted answer; a path without one is refused loudly."""
        self.calls.append((path, body))
        answer = self.answers.get(path, {"errcode": -990001, "errmsg": f"no script for {path}"})
        return answer(body) if callable(answer) else answer


def door(script: Script) -> type[BaseHTTPRequestHandler]:
    """The request class that speaks for a script."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            self.give(address.path, dict(parse_qsl(address.query)))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_json = self.headers.get("Content-Type", "").startswith("application/json")
            self.give(urlsplit(self.path).path, json.loads(raw) if is_json else {"size": len(raw)})

        def give(self, path: str, body: dict[str, Any]) -> None:
            answer = script.answer(path.removeprefix("/cgi-bin/").lstrip("/"), body)
            if answer is None:
                self.close_connection = True
                return
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Door


@contextmanager
def scripted_wecom() -> Iterator[Script]:
    """A script that listens on a free port of loopback."""
    script = Script()
    server = ThreadingHTTPServer(("127.0.0.1", 0), door(script))
    server.daemon_threads = True
    script.base = f"http://127.0.0.1:{server.server_port}/cgi-bin"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
