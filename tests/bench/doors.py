"""Our door and its peers, each started as its users start it, all on one machine."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from app import household
from app.children import Children
from app.db import engine
from tests.bench import peers, shipped
from tests.bench.corp import enter_corp
from tests.bench.events import distinct, texts
from tests.callbacks.sealing import Post

GUNICORN = ("-m", "gunicorn", "tests.bench.peers:app", "--worker-class", "gthread")


@dataclass(frozen=True)
class Door:
    """A server under test, and what it is sent."""

    port: int
    path: str
    pid: int
    posts: Callable[[int], list[Post]] = distinct


@contextmanager
def open_doors() -> Iterator[dict[str, Door]]:
    """Our web as the household starts it; the peers with one process of 16 threads, or as shipped.

    wecom-app-svr is sent text messages: to real events it answers 500.
    """
    enter_corp()
    peers.PeerBase.metadata.create_all(engine())
    own, other, third = free_port(), free_port(), free_port()
    children = Children()
    try:
        household.start_web(children, own)
        address = f"127.0.0.1:{other}"
        children.start("peer", *GUNICORN, "--bind", address, "--threads", "16", "--log-level=error")
        children.start("shipped", "-m", "tests.bench.shipped", str(third))
        for port in (own, other, third):
            await_answer(port)
        pids = children.pids()
        yield {
            "ours": Door(own, Post.path, pids["web"]),
            "plain": Door(other, "/plain", pids["peer"]),
            "ringing": Door(other, "/ringing", pids["peer"]),
            "shipped": Door(third, shipped.PATH, pids["shipped"], texts),
        }
    finally:
        children.stop()
        peers.PeerBase.metadata.drop_all(engine())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(port: int, patience: float = 30) -> None:
    """Wait until a server answers, whatever it says."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nobody answers on {port} after {patience:.0f} s, pid {os.getpid()}")
