"""What pages ask about SOPs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.contacts.models import ExternalContact, Follow, Staff
from app.sop.models import Enrollment, Sop, SopVersion, Step, Task


def sop_rows(corp_id: str) -> Select[Sop, int, int]:
    """SOPs with how many customers are under way and how many there were at all."""
    running = func.count(Enrollment.id).filter(Enrollment.state == "running")
    return (
        select(Sop, running, func.count(Enrollment.id))
        .outerjoin(Enrollment, Enrollment.sop_id == Sop.id)
        .where(Sop.corp_id == corp_id)
        .group_by(Sop.id)
        .order_by(Sop.is_active.desc(), Sop.id.desc())
    )


def find_sop(session: Session, corp_id: str, sop_id: int) -> Sop | None:
    """A SOP of this corp."""
    return session.scalars(
        select(Sop).where(Sop.corp_id == corp_id, Sop.id == sop_id)
    ).one_or_none()


def published_steps(session: Session, sop: Sop) -> Sequence[Step]:
    """The steps of the published version, in the order of the form."""
    return session.scalars(
        select(Step)
        .join(SopVersion)
        .where(SopVersion.sop_id == sop.id, SopVersion.number == sop.version)
        .order_by(Step.position)
    ).all()


def enrollment_rows(sop: Sop) -> Select[Enrollment, str, str, int, str]:
    """Enrollments of a SOP: with names, version number and the title of the next step."""
    return (
        select(Enrollment, ExternalContact.name, Staff.name, SopVersion.number, Step.title)
        .join(SopVersion, SopVersion.id == Enrollment.version_id)
        .join(
            Step,
            (Step.version_id == Enrollment.version_id) & (Step.position == Enrollment.position),
        )
        .outerjoin(
            ExternalContact,
            (ExternalContact.corp_id == sop.corp_id)
            & (ExternalContact.external_userid == Enrollment.external_userid),
        )
        .outerjoin(Staff, (Staff.corp_id == sop.corp_id) & (Staff.userid == Enrollment.userid))
        .where(Enrollment.sop_id == sop.id)
        .order_by(Enrollment.enrolled_at.desc(), Enrollment.id.desc())
    )


def states_in_use(session: Session, corp_id: str) -> set[str]:
    """Every `state` through which a customer has come."""
    return set(
        session.scalars(
            select(Follow.state).where(Follow.corp_id == corp_id, Follow.state != "").distinct()
        )
    )


def unfinished_tasks(corp_id: str, userid: str) -> Select[Task]:
    """What a member still has to do or to confirm, the oldest first."""
    return (
        select(Task)
        .where(
            Task.corp_id == corp_id,
            Task.userid == userid,
            Task.state.in_(("open", "postponed", "waiting")),
        )
        .order_by(Task.due_at, Task.id)
    )


def done_since(session: Session, corp_id: str, userid: str, moment: datetime) -> int:
    """How many tasks a member has done since `moment`."""
    done = select(func.count(Task.id)).where(
        Task.corp_id == corp_id,
        Task.userid == userid,
        Task.state == "done",
        Task.finished_at >= moment,
    )
    return session.scalar(done) or 0
