"""The ledger's pen: requests that wait at the same time share one INSERT and one commit."""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread

import psycopg

from callbacks.entry import HEAR_AGAIN, INSERT, Entry, columns, hints
from callbacks.slip import Promise, Slip, end_all

log = logging.getLogger(__name__)

AT_ONCE = 256  # rows of one commit
PATIENCE = 2.0  # seconds that a commit may take; WeCom waits five for its answer
RECONNECT_EVERY = 0.2  # seconds
OPTIONS = "-c timezone=UTC -c statement_timeout=2000 -c lock_timeout=2000"
ITS_OWN_FAULT = ("22", "23", "54")  # classes of SQLSTATE: odd values, constraints, limits


class Away(Exception):
    """PostgreSQL does not take the row now; whether it has taken it is not known."""


class Refused(Exception):
    """PostgreSQL will never take this row."""


class Ledger:
    """Keeps rows for many threads and coroutines on one connection.

    `rings` is called after each commit that has brought something to react to.
    """

    def __init__(self, url: str, rings: Callable[[], object]) -> None:
        self._url = url
        self._rings = rings
        self._waiting: SimpleQueue[Slip | None] = SimpleQueue()
        self._connection: psycopg.Connection | None = None
        self._writing_since = 0.0
        self._is_closed = Event()
        self.is_away = False
        self._pen = Thread(target=self._write_on, name="ledger", daemon=True)
        self._watch = Thread(target=self._watch_on, name="ledger-watch", daemon=True)
        self._pen.start()
        self._watch.start()

    def keep(self, entries: Sequence[Entry]) -> list[Exception | None]:
        """Return once all are committed; Refused stands for those that PostgreSQL will not have.

        Raises Away when PostgreSQL is away, or does not answer for some seconds.
        """
        if self.is_away:
            raise Away
        slips = [Slip(entry) for entry in entries]
        for slip in slips:
            self._waiting.put(slip)
        deadline = time.monotonic() + 2 * PATIENCE  # the watch ends it before
        for slip in slips:
            if not slip.wait(max(deadline - time.monotonic(), 0)):
                raise Away
            if isinstance(slip.error, Away):
                raise slip.error
        return [slip.error for slip in slips]

    async def keep_soon(self, entry: Entry) -> Exception | None:
        """The same for one row and a coroutine."""
        if self.is_away:
            raise Away
        promise = Promise(entry, asyncio.get_running_loop())
        self._waiting.put(promise)
        await promise.future
        if isinstance(promise.error, Away):
            raise promise.error
        return promise.error

    def close(self) -> None:
        """Write what waits, and end."""
        self._is_closed.set()
        self._waiting.put(None)
        self._pen.join(PATIENCE)
        self._watch.join(PATIENCE)

    def _write_on(self) -> None:
        while True:
            connection = self._connected()
            slips = self._gathered() if connection else []
            if connection and slips:
                self._write(connection, slips)
            elif self._is_closed.is_set():
                return self._let_go()

    def _connected(self) -> psycopg.Connection | None:
        """The connection, made anew where it was lost; None after a try that failed."""
        if self._connection:
            return self._connection
        try:
            self._connection = psycopg.connect(
                self._url, autocommit=True, connect_timeout=int(PATIENCE), options=OPTIONS
            )
        except psycopg.Error as error:
            self._leave(error)
            self._is_closed.wait(RECONNECT_EVERY)
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
        self._writing_since = time.monotonic()
        try:
            is_news = kept(connection, [slip.entry for slip in slips])
        except (psycopg.Error, ValueError) as error:
            self._rewrite(connection, slips, error)
        else:
            end_all(slips)
            if is_news:
                self._rings()
        finally:
            self._writing_since = 0.0

    def _rewrite(self, connection: psycopg.Connection, slips: list[Slip], error: Exception) -> None:
        if not is_refusal(error):
            self._leave(error, slips)
        elif len(slips) == 1:
            log.error("a row is refused: %s", type(error).__name__)
            end_all(slips, Refused(type(error).__name__))
        else:
            for slip in slips:
                self._write(connection, [slip])

    def _leave(self, error: Exception, slips: Sequence[Slip] = ()) -> None:
        """PostgreSQL is away: those that wait hear of it, and so do those that come."""
        if not self.is_away:
            log.warning("PostgreSQL is away: %s", type(error).__name__)
        self.is_away = True
        self._let_go()
        end_all(slips, Away())
        with suppress(Empty):
            while slip := self._waiting.get_nowait():
                end_all([slip], Away())

    def _let_go(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _watch_on(self) -> None:
        """Cut the line under a pen that PostgreSQL keeps waiting: it then finds itself alone."""
        while not self._is_closed.wait(PATIENCE / 8):
            since, connection = self._writing_since, self._connection
            if connection and since and time.monotonic() - since > PATIENCE:
                with suppress(OSError, psycopg.Error):
                    line = socket.socket(fileno=os.dup(connection.fileno()))
                    line.shutdown(socket.SHUT_RDWR)
                    line.close()


def kept(connection: psycopg.Connection, entries: Sequence[Entry]) -> bool:
    """Commit the rows. Whether that has brought something to react to."""
    inserted = connection.execute(INSERT, columns(entries), prepare=True).rowcount
    is_news = inserted > 0 and any(entry.state == "new" for entry in entries)
    if inserted < len(entries) and (repeated := hints(entries)):
        is_news |= connection.execute(HEAR_AGAIN, repeated).rowcount > 0
    return is_news


def is_refusal(error: Exception) -> bool:
    """Whether a row is to blame, and not PostgreSQL or the way to it."""
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith(ITS_OWN_FAULT) or isinstance(error, (ValueError, psycopg.DataError))
