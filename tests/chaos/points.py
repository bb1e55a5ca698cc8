"""Crash points: before and after every SQL statement, commit, HTTP send and reply, Redis call and
file step of this process. At the n-th it dies, as kill -9 would have it.
"""

import itertools
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
from redis.connection import AbstractConnection
from urllib3.connection import HTTPConnection

# What is wrapped → what a step of it is called.
STEPS: tuple[tuple[Any, str, str], ...] = (
    (psycopg.Cursor, "execute", "sql"),
    (psycopg.Cursor, "executemany", "sql"),
    (psycopg.Connection, "commit", "commit"),
    (psycopg.Connection, "rollback", "rollback"),
    (HTTPConnection, "request", "http send"),
    (HTTPConnection, "getresponse", "http reply"),
    (AbstractConnection, "send_packed_command", "redis send"),
    (AbstractConnection, "read_response", "redis reply"),
    (os, "replace", "file"),
    (os, "rename", "file"),
    (os, "link", "file"),
    (os, "fsync", "file"),
    (os, "write", "file"),
)


class Points:
    """Counts the points that are passed, in all threads, and dies at one of them."""

    def __init__(self, die_at: int | None = None) -> None:
        self.met: Counter[str] = Counter()
        self._die_at = die_at
        self._numbers = itertools.count(1)
        self._guard = threading.Lock()
        self._wrapped: list[tuple[Any, str, Callable[..., Any]]] = []

    def pass_one(self, kind: str) -> None:
        """A point: die here if it is the one."""
        with self._guard:
            number = next(self._numbers)
            self.met[kind] += 1
        if number == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Wrap every step."""
        for owner, name, kind in STEPS:
            real = getattr(owner, name)
            self._wrapped.append((owner, name, real))
            setattr(owner, name, self._watched(real, kind))

    def remove(self) -> None:
        """Let everything be as it was."""
        for owner, name, real in reversed(self._wrapped):
            setattr(owner, name, real)
        self._wrapped.clear()

    def _watched(self, real: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            self.pass_one(f"before {kind}")
            done = real(*arguments, **named)
            self.pass_one(f"after {kind}")
            return done

        return watched
