"""Turns: how many calls of one API may be inside WeCom at once, seen from this process.

WeCom answers 45033 when too many of one list run side by side. The mirror and the pages ask in
few processes, so a small number here keeps the corp's sum small too.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bots.errors import Throttled

READS_AT_ONCE = 5
PATIENCE = 10.0  # seconds of real time that a call waits for its turn
TOO_MANY_AT_ONCE = 45033


class Turns:
    """A turnstile for each API. Safe for threads."""

    def __init__(self, at_once: int = READS_AT_ONCE, patience: float = PATIENCE) -> None:
        self._at_once, self._patience = at_once, patience
        self._gates: dict[str, threading.BoundedSemaphore] = {}
        self._guard = threading.Lock()

    @contextmanager
    def of(self, path: str) -> Iterator[None]:
        """Wait for a turn. Raises Throttled, with nothing sent, when none comes in time."""
        gate = self._gate(path)
        if not gate.acquire(timeout=self._patience):
            raise Throttled(TOO_MANY_AT_ONCE, f"too many calls of {path} wait here already")
        try:
            yield
        finally:
            gate.release()

    def _gate(self, path: str) -> threading.BoundedSemaphore:
        with self._guard:
            return self._gates.setdefault(path, threading.BoundedSemaphore(self._at_once))
