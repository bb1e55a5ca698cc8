"""Keeping the timetable: every line has a row with its next moment, and runs under a lease."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from app import clock
from app.config import settings
from app.corps.models import Corp
from app.db import transaction
from app.timers import Timer
from jobs.crew import lease
from jobs.outcome import Outcome, attempt
from jobs.schedule import SCHEDULE, Line, next_due

log = logging.getLogger(__name__)

MISSED = timedelta(hours=1)


def draw_up() -> None:
    """Give every corp a row for each line, with its first moment."""
    with transaction() as session:
        known = {
            (corp_id, name) for corp_id, name in session.execute(select(Timer.corp_id, Timer.name))
        }
        missing = [
            {
                "corp_id": corp.corp_id,
                "name": line.name,
                "lane": line.lane,
                "due_at": next_due(line, clock.now(), ZoneInfo(corp.zone)),
            }
            for corp in session.scalars(select(Corp))
            for line in SCHEDULE
            if (corp.corp_id, line.name) not in known
        ]
        if missing:
            session.execute(insert(Timer).values(missing).on_conflict_do_nothing())


def keep(timer_id: int) -> None:
    """Run one line, then set its next moment. Turns that were missed count as one."""
    machine = func.clock_timestamp()
    free = or_(Timer.lease_until.is_(None), Timer.lease_until < machine)
    with transaction() as session:
        timer = session.scalars(
            update(Timer)
            .where(Timer.id == timer_id, Timer.due_at <= clock.now(), free)
            .values(lease_until=machine + lease())
            .returning(Timer)
        ).one_or_none()
        if timer is None:
            return
        corp = session.scalars(select(Corp).where(Corp.corp_id == timer.corp_id)).one()
    line = next(line for line in SCHEDULE if line.name == timer.name)
    with ours(timer_id):
        outcome = attempt(lambda: line.work(corp.id), attempts=1)
    with transaction() as session:
        kept = session.get_one(Timer, timer_id)
        kept.due_at = again_at(line, outcome, ZoneInfo(corp.zone))
        kept.lease_until, kept.rung_at, kept.error = None, None, outcome.error


def again_at(line: Line, outcome: Outcome, zone: ZoneInfo) -> datetime:
    """Its next turn. What a passing trouble kept from its night has its turn within the hour."""
    due = next_due(line, clock.now(), zone)
    return min(due, clock.now() + MISSED) if outcome.state == "again" else due


@contextmanager
def ours(timer_id: int) -> Iterator[None]:
    """Keep a line ours while it runs: its lease is short, so that a dead worker is missed soon."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(settings().lease_for / 4):
            try:
                with transaction() as session:
                    later_end = func.clock_timestamp() + lease()
                    session.execute(
                        update(Timer).where(Timer.id == timer_id).values(lease_until=later_end)
                    )
            except DBAPIError:
                log.warning("a lease could not be renewed", extra={"timer": timer_id})

    renewer = threading.Thread(target=renew, name=f"timer-{timer_id}", daemon=True)
    renewer.start()
    try:
        yield
    finally:
        done.set()
        renewer.join()
