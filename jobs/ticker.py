"""The ticker: one process in the house looks at the clock, the one that holds the lock."""

import logging
import time

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app import log
from app.config import settings
from app.db import engine
from jobs.sweep import sweep
from jobs.timetable import draw_up

NEW_CORPS_EVERY = 5  # seconds of machine time until a new corp is on the timetable
LOCK = 6012  # the advisory lock that makes a ticker the ticker

logger = logging.getLogger(__name__)


def main() -> None:
    """Wait for the lock, then tick until the lock or the database is lost."""
    log.start()
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(text(f"select pg_try_advisory_lock({LOCK})")):
            time.sleep(1)
        logger.info("this ticker leads")
        _tick_while_held(connection)


def _tick_while_held(connection: Connection) -> None:
    """APScheduler calls `tick`; a broken lock connection ends the process, and another leads."""
    scheduler = BlockingScheduler()

    def tick() -> None:
        try:
            connection.execute(text("select 1"))
            sweep()
        except DBAPIError:
            logger.warning("the ticker lost the database: it steps down")
            scheduler.shutdown(wait=False)

    scheduler.add_job(
        tick, "interval", seconds=settings().sweep_every, max_instances=1, coalesce=True
    )
    scheduler.add_job(draw_up, "interval", seconds=NEW_CORPS_EVERY, max_instances=1)
    draw_up()
    scheduler.start()


if __name__ == "__main__":
    main()
