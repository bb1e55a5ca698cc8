"""TABLE: everything that waits for its moment, and the job that is rung for it.

The sweep rings for these rows; the demo's driver lets no time pass while one of them is due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Interval,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from app import clock
from app.acquisition.models import CodeBatch, CodeRemoval
from app.acquisition.phones.models import PhoneTask
from app.acquisition.schedule.models import CodeSchedule
from app.config import settings
from app.contacts.mirror.models import UNFINISHED, MirrorRun
from app.db import Row
from app.events.table import HURRIED
from app.inbox.models import InboxEvent, InboxReaction
from app.leads.models import Score
from app.outbox.models import Breaker, OutboxCommand
from app.outbox.turns import has_its_turn
from app.queue import JOBS
from app.sop.models import Enrollment, Task
from app.timers import Timer

RING_AGAIN = timedelta(seconds=5)  # machine time, or a lease: then the bell was lost
NOW: Any = bindparam("now", type_=DateTime(timezone=True))


@dataclass(frozen=True)
class Due:
    """Rows of `table` that fulfil `waits` are due at `at` (None: at once)."""

    job: str
    table: type[Row]
    waits: ColumnElement[bool]
    at: Any = None
    lease: Any = None  # a row under a lease is being worked on
    lane: Any = None  # a column, when the row itself says where
    paces: bool = True  # a leaping clock stops at its moments
    whole: bool = False  # the job takes whatever waits in a lane, not one row

    def is_due(self, now: Any) -> ColumnElement[bool]:
        """Waiting, and its moment has come."""
        return self.waits if self.at is None else and_(self.waits, self.at <= now)


IS_NEW = InboxEvent.state == "new"

DUE: tuple[Due, ...] = (
    Due("jobs.react.welcome", InboxEvent, and_(IS_NEW, InboxEvent.name.in_(HURRIED)), whole=True),
    Due("jobs.react.react", InboxEvent, and_(IS_NEW, InboxEvent.name.not_in(HURRIED)), whole=True),
    Due(
        "jobs.react.react",
        InboxReaction,
        InboxReaction.state.in_(("pending", "running", "again")),
        at=InboxReaction.due_at,
        lease=InboxReaction.lease_until,
        lane=InboxReaction.lane,
        whole=True,
    ),
    Due(
        "jobs.relay.drain",
        OutboxCommand,
        and_(
            OutboxCommand.state.in_(("pending", "sending", "again")),
            OutboxCommand.waits_for.is_(None),
            has_its_turn(),
        ),
        at=OutboxCommand.due_at,
        lease=OutboxCommand.lease_until,
        lane=OutboxCommand.lane,
        whole=True,
    ),
    Due("jobs.breakers.probe", Breaker, true(), at=Breaker.probe_at),
    Due(
        "jobs.reception.renew",
        CodeSchedule,
        CodeSchedule.due_at.is_not(None),
        at=CodeSchedule.due_at,
        lease=CodeSchedule.lease_until,
        whole=True,
    ),
    Due("jobs.sop.advance", Enrollment, Enrollment.state == "running", at=Enrollment.due_at),
    Due("jobs.sop.poll_task", Task, Task.poll_at.is_not(None), at=Task.poll_at),
    Due("jobs.phones.wake", PhoneTask, PhoneTask.due_at.is_not(None), at=PhoneTask.due_at),
    Due(
        "jobs.sync.mirror_lead",
        Score,
        and_(Score.mirrored_version < Score.version, Score.parked_at.is_(None)),
        at=Score.sync_due_at,
    ),
    Due(
        "jobs.mirror.go_on",
        MirrorRun,
        MirrorRun.state.in_(UNFINISHED),
        at=MirrorRun.due_at,
        lease=MirrorRun.lease_until,
    ),
    Due("jobs.codes.remove", CodeRemoval, true(), at=CodeRemoval.due_at),
    Due(
        "jobs.codes.make_batch",
        CodeBatch,
        CodeBatch.due_at.is_not(None),
        at=CodeBatch.due_at,
        lease=CodeBatch.lease_until,
    ),
    Due(
        "jobs.timetable.keep",
        Timer,
        true(),
        at=Timer.due_at,
        lease=Timer.lease_until,
        lane=Timer.lane,
        paces=False,  # a turn that was leapt over counts as one with the next
    ),
)


def claim_bells(session: Session, due: Due, most: int = 500) -> Sequence[tuple[int | None, str]]:
    """The due rows for which nobody has rung lately: (id, lane). Marks them as rung for.

    For a job that takes whole lanes: (None, lane), once a lane.
    """
    lost_after = min(RING_AGAIN, timedelta(seconds=settings().lease_for))
    told = {"lost_after": lost_after, "most": most} | (
        {} if due.at is None else {"now": clock.now()}
    )
    bells = sorted((row_id, on) for row_id, on in session.execute(_ringing(due), told))
    return [(None, on) for on in sorted({on for _, on in bells})] if due.whole else bells


@cache  # building it takes longer than PostgreSQL takes to answer
def _ringing(due: Due) -> Any:
    """The statement that claims bells."""
    machine = func.clock_timestamp()
    table: Any = due.table
    lost = table.rung_at < machine - bindparam("lost_after", type_=Interval)
    quiet = or_(table.rung_at.is_(None), lost)
    free = true() if due.lease is None else or_(due.lease.is_(None), due.lease < machine)
    if due.whole and due.lease is not None:
        quiet = or_(quiet, due.lease < machine)  # its worker has died: no bell is on its way
    found = (
        select(table.id)
        .where(due.is_due(NOW), quiet, free)
        .order_by(table.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    lane = due.lane if due.lane is not None else func.coalesce(JOBS[due.job])
    rung = update(table).where(table.id.in_(found)).values(rung_at=machine)
    return rung.returning(table.id, lane).execution_options(synchronize_session=False)


def is_anything_due(session: Session) -> bool:
    """Whether some row waits that is due now, worked on or not: one statement, all indexed."""
    return bool(session.scalar(_looking(), {"now": clock.now()}))


def waiting(session: Session) -> list[Due]:
    """Which lines of the table have a row that is due now, worked on or not."""
    found = session.execute(_looking_at_each(), {"now": clock.now()}).one()
    return [due for due, is_there in zip(DUE, found, strict=True) if is_there]


def next_moment(session: Session) -> datetime | None:
    """When the next row becomes due."""
    moment: datetime | None = session.scalar(_looking_ahead(), {"now": clock.now()})
    return moment


@cache
def _looking() -> Any:
    return select(or_(*(exists(select(due.table.id).where(due.is_due(NOW))) for due in DUE)))


@cache
def _looking_at_each() -> Any:
    return select(*(exists(select(due.table.id).where(due.is_due(NOW))) for due in DUE))


@cache
def _looking_ahead() -> Any:
    firsts = (
        select(func.min(due.at)).where(due.waits, due.at > NOW).scalar_subquery()
        for due in DUE
        if due.at is not None and due.paces
    )
    return select(func.least(*firsts))
