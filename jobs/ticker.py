"""The ticker: one process in the house looks at the clock, the one that holds the lock."""

import logging
import signal
import sys
import time
from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app import log, queue
from app.config import settings
from app.db import engine
from app.timers import TICKER_LOCK
from jobs.sweep import sweep
from jobs.timetable import draw_up

NEW_CORPS_EVERY = 5  # seconds of machine time until a new corp is on the timetable
SILENT_FOR = 3  # seconds of machine time: a leader shows every second that it lives

logger = logging.getLogger(__name__)


def main() -> None:
    """Wait for the lock, then tick until the lock or the database is lost."""
    log.start(part="ticker")
    queue.address()  # refused at once, not with the first bell
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # a sweep that runs is finished first
    with _lead_when_free() as connection:
        logger.info("this ticker leads")
        _tick_while_held(connection)


def _lead_when_free() -> Connection:
    """The connection that holds the lock. While there is no database it is asked for every second,
    and the log says so once."""
    is_told = False
    while True:
        try:
            return _lead()
        except DBAPIError:
            if not is_told:
                logger.warning("the ticker waits for the database")
            is_told = True
        time.sleep(1)


def _lead() -> Connection:
    connection = engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        while not connection.scalar(text(f"select pg_try_advisory_lock({TICKER_LOCK})")):
            time.sleep(1)
        # A leader that hangs, or whose host is gone, is cut off, and the lock is free again.
        connection.execute(text(f"set idle_session_timeout = '{SILENT_FOR}s'"))
    except DBAPIError:
        connection.close()
        raise
    return connection


def _tick_while_held(connection: Connection) -> None:
    """APScheduler calls `tick`; a broken lock connection ends the process, and another leads."""
    scheduler = BlockingScheduler()

    def guarded(work: Callable[[], object]) -> Callable[[], None]:
        def tick() -> None:
            try:
                work()
            except DBAPIError:
                logger.warning("the ticker lost the database: it steps down")
                if scheduler.running:
                    scheduler.shutdown(wait=False)

        return tick

    def show_life() -> None:
        connection.execute(text("select 1"))

    scheduler.add_job(guarded(show_life), "interval", seconds=1, max_instances=1, coalesce=True)
    scheduler.add_job(
        guarded(sweep), "interval", seconds=settings().sweep_every, max_instances=1, coalesce=True
    )
    scheduler.add_job(guarded(draw_up), "interval", seconds=NEW_CORPS_EVERY, max_instances=1)
    guarded(draw_up)()
    scheduler.start()


if __name__ == "__main__":
    main()
