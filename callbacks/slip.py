"""A row on its way into the ledger, and whoever waits for it: a thread, or an event loop."""

from asyncio import AbstractEventLoop, Future
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock

from callbacks.entry import Entry


class Slip:
    """What a thread waits for."""

    __slots__ = ("_is_over", "entry", "error")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.error: Exception | None = None
        self._is_over = Lock()
        self._is_over.acquire()

    def end(self) -> None:
        """Wake whoever waits."""
        self._is_over.release()

    def wait(self, seconds: float) -> bool:
        """Whether it was over in time."""
        return self._is_over.acquire(timeout=seconds)


class Promise(Slip):
    """What a coroutine waits for: `future` is done on its own loop."""

    __slots__ = ("future", "loop")

    def __init__(self, entry: Entry, loop: AbstractEventLoop) -> None:
        self.entry = entry
        self.error = None
        self.loop = loop
        self.future: Future[None] = loop.create_future()

    def end(self) -> None:
        """To be called on the loop."""
        if not self.future.done():  # who waited may have been cancelled
            self.future.set_result(None)


def end_all(slips: Iterable[Slip], error: Exception | None = None) -> None:
    """Tell all that wait; a loop is woken once, however many of its coroutines wait."""
    promises: dict[AbstractEventLoop, list[Promise]] = {}
    for slip in slips:
        slip.error = error
        if isinstance(slip, Promise):
            promises.setdefault(slip.loop, []).append(slip)
        else:
            slip.end()
    for loop, waiting in promises.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_end_here, waiting)


def _end_here(promises: list[Promise]) -> None:
    for promise in promises:
        promise.end()
