"""A load generator: one thread, many keep-alive connections, each with one request under way."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.callbacks.sealing import Post

DONE = b"\r\n\r\n"
PATIENCE = 10.0  # seconds for the last answers


@dataclass
class Volley:
    """What came of it: how long it took, how long each answer took, and what was answered."""

    took: float = 0.0
    waits: list[float] = field(default_factory=list)
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


@dataclass
class Line:
    """One connection."""

    socket: socket.socket
    sent_at: float = 0.0
    heard: bytes = b""


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
    volley, waiting = Volley(), iter(requests)
    with selectors.DefaultSelector() as watched:
        began = time.perf_counter()
        for _ in range(min(connections, len(requests))):
            line = Line(socket.create_connection(("127.0.0.1", port)))
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            watched.register(line.socket, selectors.EVENT_READ, line)
            send(line, next(waiting))
        while watched.get_map():
            ready = watched.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"{len(watched.get_map())} requests were never answered")
            for key, _ in ready:
                try:
                    goes_on = go_on(key.data, volley, waiting, until=began + seconds)
                except ConnectionError:
                    if not may_hang_up:
                        raise
                    volley.unanswered += 1
                    goes_on = False
                if not goes_on:
                    watched.unregister(key.data.socket)
                    key.data.socket.close()
        volley.took = time.perf_counter() - began
    return volley


def send(line: Line, request: bytes) -> None:
    line.heard, line.sent_at = b"", time.perf_counter()
    line.socket.sendall(request)


def go_on(line: Line, volley: Volley, waiting: Iterator[bytes], until: float) -> bool:
    """Read what came; after a whole answer send the next request. False when there is none."""
    chunk = line.socket.recv(65536)
    if not chunk:
        raise ConnectionError("the server hung up on a kept connection")
    line.heard += chunk
    if not is_whole(line.heard):
        return True
    heard_at = time.perf_counter()
    if line.heard.startswith(b"HTTP/1.1 200 "):
        volley.waits.append(heard_at - line.sent_at)
    else:
        volley.refused += 1
    request = next(waiting, None) if heard_at < until else None
    if request is None:
        return False
    send(line, request)
    return True


def is_whole(heard: bytes) -> bool:
    """Whether an answer has arrived to its last byte."""
    head, found, body = heard.partition(DONE)
    if not found:
        return False
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    return len(body) >= int(length)
