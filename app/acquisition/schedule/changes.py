"""Keeps what WeCom should have in line with the plan: decided here, told by `publish` after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.models import ContactWay
from app.acquisition.schedule.effective_staff import Effective, effective_staff
from app.acquisition.schedule.facts import Facts, facts_of
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.next_change import HORIZON, next_change
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.queue import JOBS, later

JOB = "jobs.reception.renew"
# The page that saves a change tells WeCom itself; a worker does when the page has died.
GRACE = timedelta(seconds=3)


def schedule_of(session: Session, way_id: int, *, lock: bool = False) -> CodeSchedule | None:
    """The schedule of a live code. With `lock` nobody else decides about it until the commit."""
    found = select(CodeSchedule).where(CodeSchedule.way_id == way_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def arrange(session: Session, way: ContactWay, plan: Plan) -> None:
    """Let a code be received as planned, from now on. `way.version` grows when WeCom must hear."""
    row = schedule_of(session, way.id, lock=True)
    if row is None:
        row = CodeSchedule(
            corp_id=way.corp_id,
            way_id=way.id,
            serving=[],
            serving_parties=[],
            skips_verify=False,
            reason={},
        )
        session.add(row)
    elif row.plan.get("is_paused"):
        plan = replace(plan, is_paused=True)  # only its own button lets it go on
    row.plan, row.attempts = plan.as_json(), 0
    look_again(session, [(row, way)], now())
    row.due_at = now() + GRACE


def set_paused(session: Session, way: ContactWay, *, is_paused: bool) -> None:
    """Pause a code, or let it go on. WeCom knows no pause: the spares receive meanwhile."""
    row = schedule_of(session, way.id, lock=True)
    if row is not None:
        row.plan = {**row.plan, "is_paused": is_paused}
        look_again(session, [(row, way)], now())
        row.due_at = now() + GRACE


def look_again(
    session: Session, pairs: Sequence[tuple[CodeSchedule, ContactWay]], moment: datetime
) -> None:
    """Decide anew who receives by these codes, and when that changes. The rows are locked."""
    facts = facts_of(session, (row for row, _way in pairs), moment)
    for row, way in pairs:
        decide(row, way, facts[way.id], moment)


def decide(row: CodeSchedule, way: ContactWay, facts: Facts, moment: datetime) -> None:
    """Write down who receives, and when to look again."""
    code, counters = facts
    found = effective_staff(code, moment, counters)
    row.next_change_at = next_change(code, moment, counters)
    row.due_at, row.rung_at = next_look(row, way, moment), None
    row.reason = reason_of(found)
    is_same = set(row.serving) == set(found.userids) and row.skips_verify == found.skips_verify
    if not is_same or set(row.serving_parties) != set(found.parties):
        row.serving, row.skips_verify = list(found.userids), found.skips_verify
        row.serving_parties = list(found.parties)
        way.version += 1


def next_look(row: CodeSchedule, way: ContactWay, moment: datetime) -> datetime | None:
    """When a code that WeCom holds as it should must be looked at again."""
    return None if way.stopped_at else row.next_change_at or moment + HORIZON


def tell_soon(session: Session, row: CodeSchedule) -> None:
    """Let a worker tell WeCom as soon as this is committed."""
    row.due_at, row.rung_at = now(), None
    later(session, JOB, None, on=JOBS[JOB])


def reason_of(found: Effective) -> dict[str, object]:
    """Why, as JSON, for the page."""
    return {
        "source": found.source,
        "because": found.because,
        "left_out": dict(found.left_out),
        "by_name": list(found.by_name),
    }
