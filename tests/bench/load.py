"""A load generator: one thread, many keep-alive connections, each with one request under way."""

import selectors
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.callbacks.sealing import Post

LAST = b"Connection: close"  # it hangs up after each answer
DONE = b"\r\n\r\n"
PATIENCE = 10.0  # seconds for the last answers


@dataclass
class Volley:
    """What came of it: how long it took, how long each answer took, and what was answered."""

    took: float = 0.0
    waits: list[float] = field(default_factory=list)
    acked: list[bytes] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.waits) / self.took

    def wait_ms(self, share: float) -> float:
        """The wait that `share` of the answers stay below, in milliseconds."""
        ordered = sorted(self.waits)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000


def spelt(post: Post, path: str) -> bytes:
    """The request, byte for byte."""
    head = (
        f"POST {path}?{urlencode(post.query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(post.body)}\r\n\r\n"
    )
    return head.encode() + post.body


def fire(
    port: int,
    requests: list[bytes],
    connections: int,
    seconds: float,
    *,
    may_hang_up: bool = False,
) -> Volley:
    """Send until the requests or the seconds are used up, then hear the last answers.

    `may_hang_up`: the server is ended or killed; what it leaves unanswered is counted.
    """
    gun = Gun(port, requests, seconds, may_hang_up)
    for _ in range(min(connections, len(requests))):
        gun.open_line()
    gun.watch()
    return gun.volley


@dataclass
class Line:
    """One connection, and the request under way on it."""

    socket: socket.socket
    request: bytes
    sent_at: float = 0.0
    heard: bytes = b""


class Gun:
    """All connections of one volley."""

    def __init__(self, port: int, requests: list[bytes], seconds: float, may_hang_up: bool) -> None:
        self.volley = Volley()
        self._port = port
        self._requests = iter(requests)
        self._may_hang_up = may_hang_up
        self._watched = selectors.DefaultSelector()
        self._began = time.perf_counter()
        self._until = self._began + seconds

    def open_line(self) -> None:
        """A connection, with its first request; none when there is nothing more to send."""
        request = self._next()
        if request is None:
            return
        opened = socket.create_connection(("127.0.0.1", self._port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = Line(opened, request)
        self._watched.register(opened, selectors.EVENT_READ, line)
        send(line, request)

    def watch(self) -> None:
        """Until every request is answered, or its line is dead."""
        while self._watched.get_map():
            ready = self._watched.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"{len(self._watched.get_map())} requests were never answered")
            for key, _ in ready:
                try:
                    self._hear(key.data)
                except ConnectionError:
                    self._bury(key.data)
        self.volley.took = time.perf_counter() - self._began
        self._watched.close()

    def _hear(self, line: Line) -> None:
        """Read what came; after a whole answer send the next request."""
        chunk = line.socket.recv(65536)
        if not chunk:
            raise ConnectionResetError("the server hung up on a kept connection")
        line.heard += chunk
        if not is_whole(line.heard):
            return
        heard_at = time.perf_counter()
        if line.heard[9:13] == b"200 ":
            self.volley.waits.append(heard_at - line.sent_at)
            self.volley.acked.append(line.request)
        else:
            self.volley.refused += 1
        if LAST in line.heard:
            self._close(line)
            self.open_line()
        elif (request := self._next()) is None:
            self._close(line)
        else:
            send(line, request)

    def _bury(self, line: Line) -> None:
        if not self._may_hang_up:
            raise ConnectionError("the server hung up in the middle")
        self.volley.unanswered += 1
        self._close(line)

    def _close(self, line: Line) -> None:
        self._watched.unregister(line.socket)
        line.socket.close()

    def _next(self) -> bytes | None:
        return next(self._requests, None) if time.perf_counter() < self._until else None


def send(line: Line, request: bytes) -> None:
    line.request, line.heard, line.sent_at = request, b"", time.perf_counter()
    line.socket.sendall(request)


def is_whole(heard: bytes) -> bool:
    """Whether an answer has arrived to its last byte."""
    head, found, body = heard.partition(DONE)
    if not found:
        return False
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    return len(body) >= int(length)
