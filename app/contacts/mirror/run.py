"""A reconciling run from its beginning to its end, slice by slice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.config import settings
from app.contacts.library import mirror_library
from app.contacts.mirror.ending import take_ends
from app.contacts.mirror.members import take_member
from app.contacts.mirror.models import UNFINISHED, MirrorMember, MirrorRun
from app.contacts.models import Staff
from app.contacts.staff import mirror_staff
from app.corps.models import Corp
from app.db import reading, transaction
from app.queue import later

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Mirrored:
    """How many rows a run had to change; `customers` counts follows with their customers."""

    staff: int
    tags: int
    customers: int


def mirror_corp(corp_row_id: int) -> Mirrored:
    """Bring everything in line, here and now; goes on with a run that was cut off."""
    with transaction() as session:
        run_id = begin(session, corp_row_id)
    for _ in slices(run_id):
        pass
    with reading() as session:
        run = session.get_one(MirrorRun, run_id)
        changed = select(func.sum(MirrorMember.changed)).where(MirrorMember.run_id == run_id)
        return Mirrored(run.staff, run.tags, session.scalar(changed) or 0)


def start(corp_row_id: int) -> None:
    """Let the workers bring everything in line."""
    with transaction() as session:
        run_id = begin(session, corp_row_id)
        later(session, "jobs.mirror.go_on", run_id)


def begin(session: Session, corp_row_id: int) -> int:
    """The corp's unfinished run, a new one if there is none; runs of long ago are forgotten."""
    corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
    old = now() - KEPT_FOR
    session.execute(
        delete(MirrorRun).where(MirrorRun.corp_id == corp_id, MirrorRun.finished_at < old)
    )
    session.execute(
        insert(MirrorRun).values(corp_id=corp_id, due_at=now()).on_conflict_do_nothing()
    )
    return session.scalars(
        select(MirrorRun.id).where(MirrorRun.corp_id == corp_id, MirrorRun.state.in_(UNFINISHED))
    ).one()


def slices(run_id: int) -> Iterator[str]:
    """Take slice after slice until the run stops; gives the stage that each belonged to."""
    while True:
        with transaction() as session:
            run = hold(session, run_id)
        if run is None:
            return
        STAGES[run.stage](run)
        yield run.stage


def seize(session: Session, run_id: int) -> MirrorRun | None:
    """The run, ours for a while; None when it has stopped, waits for its moment, or is somebody's.

    Whoever works on it and dies loses it when the lease ends.
    """
    machine = func.clock_timestamp()
    return session.scalars(
        update(MirrorRun)
        .where(
            MirrorRun.id == run_id,
            MirrorRun.state.in_(UNFINISHED),
            MirrorRun.due_at <= now(),
            or_(MirrorRun.lease_until.is_(None), MirrorRun.lease_until < machine),
        )
        .values(state="running", attempts=MirrorRun.attempts + 1, lease_until=machine + lease())
        .returning(MirrorRun)
    ).one_or_none()


def hold(session: Session, run_id: int) -> MirrorRun | None:
    """The run, ours for a while longer; None once it has stopped."""
    return session.scalars(
        update(MirrorRun)
        .where(MirrorRun.id == run_id, MirrorRun.state.in_(UNFINISHED))
        .values(state="running", lease_until=func.clock_timestamp() + lease())
        .returning(MirrorRun)
    ).one_or_none()


def lease() -> timedelta:
    """How long, in machine time, a silent worker keeps a run."""
    return timedelta(seconds=settings().lease_for)


def take_lists(run: MirrorRun) -> None:
    """Members and tags are short: both are brought in line at once."""
    staff, tags = mirror_staff(run.corp_id), mirror_library(run.corp_id)
    with transaction() as session:
        found = select(Staff.userid).where(Staff.corp_id == run.corp_id, Staff.can_follow)
        rows = [
            {"corp_id": run.corp_id, "run_id": run.id, "userid": userid}
            for userid in session.scalars(found.order_by(Staff.userid))
        ]
        if rows:
            session.execute(insert(MirrorMember).values(rows).on_conflict_do_nothing())
        session.execute(
            update(MirrorRun)
            .where(MirrorRun.id == run.id, MirrorRun.stage == "lists")
            .values(stage="members", staff=staff, tags=tags)
        )


STAGES: dict[str, Callable[[MirrorRun], None]] = {
    "lists": take_lists,
    "members": take_member,
    "ends": take_ends,
}
