"""Takes the step of an enrollment that has come due: once, whoever rings and however often."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.follows import find_follow
from app.contacts.models import ExternalContact, Staff
from app.corps.wecom import mouth
from app.db import reading, transaction
from app.outbox.say import Because
from app.queue import later
from app.sentences import Sentence
from app.sop.enrolling import plan_of
from app.sop.exits import stop
from app.sop.models import Enrollment, SopVersion, Step, Task
from app.sop.schedule import Planned, next_step
from app.sop.steps.occasion import Occasion
from app.sop.steps.table import KINDS
from app.sop.wording import NAMELESS, fill


def advance(enrollment_id: int) -> None:
    """Take the due step, or end the enrollment if it should not be taken any more."""
    due = select(Enrollment).where(
        Enrollment.id == enrollment_id, Enrollment.state == "running", Enrollment.due_at <= now()
    )
    with reading() as session:
        corp_id = session.scalar(due.with_only_columns(Enrollment.corp_id))
    if corp_id is None:
        return
    agentid = mouth(corp_id).agentid
    with transaction() as session:
        enrollment = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
        if enrollment is not None:
            take_step(session, enrollment, agentid)


def take_step(session: Session, enrollment: Enrollment, agentid: int) -> None:
    """Take the step that is due and say when the next one is."""
    because = why_to_stop(session, enrollment)
    if because is not None:
        stop(session, enrollment, because)
        return
    planned = plan_of(session, enrollment.version_id, enrollment.enrolled_at)
    due = next(one for one in planned if one.position == enrollment.position)
    begin_task(session, enrollment, due, agentid)
    move_on(session, enrollment, next_step(planned, enrollment.position))


def why_to_stop(session: Session, enrollment: Enrollment) -> str | None:
    """Why the step must not be taken now, although it is due."""
    if not enrollment.sop.is_active:
        return "stopped"
    follow = find_follow(session, enrollment.corp_id, enrollment.userid, enrollment.external_userid)
    if follow is None or follow.ended_at is None:
        return None if follow else "removed"
    return "removed" if follow.ended_by == "staff" else "lost"


def begin_task(session: Session, enrollment: Enrollment, due: Planned, agentid: int) -> None:
    """Write the task down and speak of it."""
    step = session.scalars(
        select(Step).where(Step.version_id == enrollment.version_id, Step.position == due.position)
    ).one()
    kind = KINDS[step.kind]
    customer, staff = names(session, enrollment)
    task = Task(
        corp_id=enrollment.corp_id,
        enrollment_id=enrollment.id,
        step_id=step.id,
        userid=enrollment.userid,
        external_userid=enrollment.external_userid,
        kind=step.kind,
        title=step.title,
        text=fill(step.text, customer=customer, staff=staff),
        state=kind.begins,
        due_at=due.due_at,
    )
    session.add(task)
    because = because_of(session, enrollment, step)
    occasion = Occasion(task, step.position, customer, agentid, step.attachments, because)
    task.command_id = kind.speak(session, occasion)


def names(session: Session, enrollment: Enrollment) -> tuple[str, str]:
    """What the customer and the member are called."""
    customer = select(ExternalContact.name).where(
        ExternalContact.corp_id == enrollment.corp_id,
        ExternalContact.external_userid == enrollment.external_userid,
    )
    staff = select(Staff.name).where(
        Staff.corp_id == enrollment.corp_id, Staff.userid == enrollment.userid
    )
    return session.scalar(customer) or NAMELESS, session.scalar(staff) or enrollment.userid


def because_of(session: Session, enrollment: Enrollment, step: Step) -> Because:
    """The step, its SOP and the version that this customer is on."""
    version = session.get_one(SopVersion, enrollment.version_id)
    return Because(
        reaction="app.sop.advance.advance",
        reason=Sentence(
            "SOP「%(name)s」第 %(number)s 步到期",
            {"name": enrollment.sop.name, "number": step.position + 1},
        ),
        rule=f"SOP {enrollment.sop.name}",
        version=version.number,
        event_id=enrollment.event_id,
    )


def move_on(session: Session, enrollment: Enrollment, following: Planned | None) -> None:
    """Point the enrollment at its next step, or finish it."""
    enrollment.rung_at = None
    if following is None:
        enrollment.state, enrollment.ended_at, enrollment.due_at = "finished", now(), None
        return
    enrollment.position, enrollment.due_at = following.position, following.due_at
    if following.due_at <= now():
        later(session, "jobs.sop.advance", enrollment.id)
