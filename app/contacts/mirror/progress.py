"""How far a reconciling run has come, for people."""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.mirror.models import UNFINISHED, MirrorMember, MirrorRun
from app.queue import later


@dataclass(frozen=True)
class Progress:
    """A run in numbers; `expected` grows until every member's list has been read."""

    run: MirrorRun
    members: int
    listed: int
    failed: int
    expected: int
    seen: int
    changed: int

    @property
    def is_going_on(self) -> bool:
        """Whether there is more to do."""
        return self.run.state in UNFINISHED

    @property
    def percent(self) -> int:
        """How much of all customers has been compared; 100 only when the run is over."""
        if not self.is_going_on:
            return 100
        if self.run.stage == "lists" or self.listed < self.members:
            return 0
        return min(99, 100 * self.seen // max(1, self.expected))


def latest(session: Session, corp_id: str) -> Progress | None:
    """The corp's newest run, None before the first."""
    run = session.scalars(
        select(MirrorRun).where(MirrorRun.corp_id == corp_id).order_by(MirrorRun.id.desc()).limit(1)
    ).one_or_none()
    return None if run is None else progress(session, run)


def progress(session: Session, run: MirrorRun) -> Progress:
    """The run with its members counted."""
    is_failed = MirrorMember.state == "failed"
    counts = session.execute(
        select(
            func.count(),
            func.count(MirrorMember.expected),
            func.count().filter(is_failed),
            func.coalesce(func.sum(MirrorMember.expected), 0),
            func.coalesce(func.sum(MirrorMember.seen), 0),
            func.coalesce(func.sum(MirrorMember.changed), 0),
        ).where(MirrorMember.run_id == run.id)
    ).one()
    return Progress(run, *(int(count) for count in counts))


def allow(session: Session, corp_id: str, run_id: int) -> bool:
    """A person says that the follows that a halted run misses are to end. False when it is not
    the newest run, or does not halt (any more)."""
    newest = select(func.max(MirrorRun.id)).where(MirrorRun.corp_id == corp_id).scalar_subquery()
    found = session.scalar(
        update(MirrorRun)
        .where(MirrorRun.id == run_id, MirrorRun.id == newest, MirrorRun.state == "halted")
        .values(state="pending", due_at=now(), attempts=0, finished_at=None)
        .returning(MirrorRun.id)
    )
    if found is not None:
        later(session, "jobs.mirror.go_on", found)
    return found is not None
