"""The ledger's pen: requests that wait at the same time share one INSERT and one commit."""

import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread

import psycopg

from callbacks.entry import INSERT, Entry, columns

log = logging.getLogger(__name__)

AT_ONCE = 256  # rows of one commit
PATIENCE = 2.0  # seconds that a request waits for its commit; WeCom waits five
RECONNECT_EVERY = 0.2  # seconds
OPTIONS = "-c timezone=UTC -c statement_timeout=2000 -c lock_timeout=2000"

ITS_OWN_FAULT = ("22", "23", "54")  # classes of SQLSTATE: odd values, constraints, limits


class Away(Exception):
    """PostgreSQL does not take the row now; whether it has taken it is not known."""


class Refused(Exception):
    """PostgreSQL will never take this row."""


class Slip:
    """A row on its way, and what became of it."""

    __slots__ = ("_is_over", "entry", "error")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.error: Exception | None = None
        self._is_over = Lock()
        self._is_over.acquire()

    def end(self, error: Exception | None = None) -> None:
        """Wake whoever waits."""
        self.error = error
        self._is_over.release()

    def wait(self, seconds: float) -> bool:
        """Whether it was over in time."""
        return self._is_over.acquire(timeout=seconds)


class Ledger:
    """Keeps rows for many threads on a connection of its own.

    `rings` is called after each commit that has brought something to react to.
    """

    def __init__(self, url: str, rings: Callable[[], object]) -> None:
        self._url = url
        self._rings = rings
        self._waiting: SimpleQueue[Slip | None] = SimpleQueue()
        self._connection: psycopg.Connection | None = None
        self._pen = Thread(target=self._write_on, name="ledger", daemon=True)
        self._is_closed = False
        self.is_away = False
        self._pen.start()

    def keep(self, entries: Sequence[Entry]) -> list[Exception | None]:
        """Return once all are committed; Refused stands for those that PostgreSQL will not have.

        Raises Away after PATIENCE seconds, or at once while PostgreSQL is known to be away.
        """
        if self.is_away:
            raise Away
        slips = [Slip(entry) for entry in entries]
        for slip in slips:
            self._waiting.put(slip)
        deadline = time.monotonic() + PATIENCE
        for slip in slips:
            if not slip.wait(max(deadline - time.monotonic(), 0)):
                self._hang_up()
                raise Away
            if isinstance(slip.error, Away):
                raise slip.error
        return [slip.error for slip in slips]

    def close(self) -> None:
        """Write what waits, and end."""
        self._is_closed = True
        self._waiting.put(None)
        self._pen.join(PATIENCE)

    def _write_on(self) -> None:
        while not self._is_closed:
            connection = self._connected()
            slips = self._gathered() if connection else []
            if connection and slips:
                self._write(connection, slips)
        self._let_go()

    def _connected(self) -> psycopg.Connection | None:
        """The connection, made anew where it was lost or cut; None after a try that failed."""
        if self._connection and not self.is_away:
            return self._connection
        self._let_go()
        try:
            self._connection = psycopg.connect(
                self._url, autocommit=True, connect_timeout=int(PATIENCE), options=OPTIONS
            )
        except psycopg.Error as error:
            self._leave(error)
            time.sleep(RECONNECT_EVERY)
        else:
            self.is_away = False
        return self._connection

    def _gathered(self) -> list[Slip]:
        """All that wait; waits for the first. Empty when we are to close."""
        slips = [self._waiting.get()]
        with suppress(Empty):
            while len(slips) < AT_ONCE:
                slips.append(self._waiting.get_nowait())
        return [slip for slip in slips if slip]

    def _write(self, connection: psycopg.Connection, slips: list[Slip]) -> None:
        """Commit them together; where PostgreSQL refuses one, each of them alone."""
        try:
            kept = connection.execute(INSERT, columns([slip.entry for slip in slips]), prepare=True)
        except (psycopg.Error, ValueError) as error:
            if not is_refusal(error):
                self._leave(error, slips)
            elif len(slips) == 1:
                log.error("a row is refused: %s", type(error).__name__)
                slips[0].end(Refused(type(error).__name__))
            else:
                for slip in slips:
                    self._write(connection, [slip])
            return
        for slip in slips:
            slip.end()
        if kept.rowcount and any(slip.entry.state == "new" for slip in slips):
            self._rings()

    def _leave(self, error: Exception, slips: Sequence[Slip] = ()) -> None:
        """PostgreSQL is away: those that wait hear of it, and so do those that come."""
        if not self.is_away:
            log.warning("PostgreSQL is away: %s", type(error).__name__)
        self.is_away = True
        self._let_go()
        for slip in slips:
            slip.end(Away())
        with suppress(Empty):
            while slip_left := self._waiting.get_nowait():
                slip_left.end(Away())

    def _hang_up(self) -> None:
        """PostgreSQL does not answer: cut the line under the pen, which then finds itself alone."""
        self.is_away = True
        connection = self._connection
        if connection:
            with suppress(OSError, psycopg.Error):
                line = socket.socket(fileno=os.dup(connection.fileno()))
                line.shutdown(socket.SHUT_RDWR)
                line.close()
        self._waiting.put(None)  # it may be waiting for work instead

    def _let_go(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def is_refusal(error: Exception) -> bool:
    """Whether a row is to blame, and not PostgreSQL or the way to it."""
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith(ITS_OWN_FAULT) or isinstance(error, (ValueError, psycopg.DataError))
