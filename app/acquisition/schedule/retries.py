"""When to tell WeCom again what it has not taken: as long as its errcode asks for."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import next_look, schedule_of
from app.acquisition.schedule.models import CodeSchedule
from app.clock import now
from app.outbox.breakers import PROBE_EVERY, trip
from app.outbox.models import Breaker
from bots.errors import Forbidden, Throttled, Unavailable

FIRST, LONGEST = timedelta(seconds=2), timedelta(minutes=5)
# WeCom allows three quick retries of its own -1; then it is left alone for a while.
BROKEN = (timedelta(seconds=2), timedelta(seconds=6), LONGEST)
# What a person must mend may be mended in WeCom's console, where we cannot see it.
MENDED = timedelta(hours=1)
SPREAD = 60  # seconds over which codes that wait for one thing come back


def told(row: CodeSchedule, way: ContactWay) -> None:
    """WeCom has taken what it was told; was there more meanwhile, it is due at once."""
    row.attempts = 0
    row.due_at = next_look(row, way, now()) if way.is_pushed else now()
    row.rung_at = None


def try_later(session: Session, way_id: int, error: Exception) -> None:
    """WeCom has not taken it: wait as the error asks, but no longer than until the next change."""
    row = schedule_of(session, way_id, lock=True)
    trip(session, session.get_one(ContactWay, way_id).corp_id, error)
    if row is None:
        return
    if not isinstance(error, Throttled):
        row.attempts += 1
    row.due_at, row.rung_at = now() + pause(error, row.attempts, way_id), None


def pause(error: Exception, attempts: int, way_id: int) -> timedelta:
    """How long to leave WeCom alone after the `attempts`-th failure."""
    if isinstance(error, Throttled):
        return timedelta(seconds=error.wait_for)
    if is_refusal(error):
        return PROBE_EVERY + timedelta(seconds=way_id % SPREAD)
    if isinstance(error, Unavailable) and error.tries is not None:
        return BROKEN[min(attempts, len(BROKEN)) - 1]
    if getattr(error, "temporary", False):
        return timedelta(seconds=min(2.0**attempts * FIRST.seconds / 2, LONGEST.seconds))
    return MENDED + timedelta(seconds=way_id % SPREAD)


def is_refusal(error: Exception) -> bool:
    """Whether WeCom will not have this app or this API until somebody acts."""
    return isinstance(error, Forbidden) and error.stops != "one"


def held_until(session: Session, corp_id: str) -> datetime | None:
    """Until when WeCom need not be asked: it has just refused another code for all of them."""
    refused_at = session.scalar(
        select(Breaker.refused_at)
        .where(
            Breaker.corp_id == corp_id,
            (Breaker.api == "") | Breaker.api.contains("contact_way"),
            Breaker.refused_at > now() - PROBE_EVERY,
        )
        .order_by(Breaker.refused_at.desc())
        .limit(1)
    )
    return refused_at + PROBE_EVERY if refused_at else None
