"""Leaving a SOP before its end: nothing more is said, and what waits is taken back."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.events.base import FollowEvent
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from app.sentences import Sentence
from app.sop.models import Enrollment, Sop, Task
from bots.commands import CancelGroupMsg

UNFINISHED = ("open", "postponed", "waiting")
REASONS = {
    "reply": Sentence("客户已回复，SOP 结束"),
    "lost": Sentence("客户已删除成员，SOP 结束"),
    "removed": Sentence("成员已删除客户，SOP 结束"),
    "stopped": Sentence("SOP 已停用"),
}


def stop_all(
    session: Session, event: FollowEvent, because: str, *, only_on_reply: bool = False
) -> None:
    """End whatever this pair had begun before `event`: enrollments, and tasks of finished ones."""
    begun = (
        select(Enrollment)
        .join(Sop)
        .where(
            Enrollment.corp_id == event.corp_id,
            Enrollment.userid == event.userid,
            Enrollment.external_userid == event.external_userid,
            Enrollment.enrolled_at <= event.happened_at,
        )
        .order_by(Enrollment.id)
        .with_for_update(of=Enrollment)
    )
    if only_on_reply:
        begun = begun.where(Sop.ends_on_reply)
    for enrollment in session.scalars(begun):
        stop(session, enrollment, because, event_id=event.event_id or None)


def stop(
    session: Session, enrollment: Enrollment, because: str, *, event_id: int | None = None
) -> None:
    """End this enrollment and take back what is not done yet. A second time changes nothing."""
    moment = now()
    if enrollment.state == "running":
        enrollment.state, enrollment.ended_because = "ended", because
        enrollment.ended_at, enrollment.due_at = moment, None
    unfinished = select(Task).where(Task.enrollment_id == enrollment.id, Task.state.in_(UNFINISHED))
    for task in session.scalars(unfinished.order_by(Task.id).with_for_update()):
        why = Because(
            reaction="app.sop.exits.stop",
            reason=REASONS[because],
            rule=f"SOP {enrollment.sop.name}",
            event_id=event_id,
        )
        cancel(session, task, why, moment)


def cancel(session: Session, task: Task, because: Because, moment: datetime) -> None:
    """Cancel a task: unspoken words stay unspoken, a group message is stopped at WeCom."""
    task.state, task.poll_at = "cancelled", None
    task.finished_at, task.result = moment, because.reason
    if task.msgid is not None:
        withdraw(session, task, because)
    elif task.command_id is not None:
        hush(session, task.command_id, moment)


def hush(session: Session, command_id: int, moment: datetime) -> None:
    """Let a command that is not spoken yet expire.

    A command in the relay's hands is skipped, not waited for: its answer will find the task
    cancelled.
    """
    unspoken = select(OutboxCommand.id).where(
        OutboxCommand.id == command_id, OutboxCommand.state.in_(("pending", "again"))
    )
    free = unspoken.with_for_update(skip_locked=True)
    session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.id.in_(free))
        .values(state="expired", deadline_at=moment, finished_at=moment)
    )


def withdraw(session: Session, task: Task, because: Because) -> None:
    """Stop a group message that waits in the member's client; what is sent stays sent."""
    assert task.msgid is not None
    say(
        session,
        task.corp_id,
        CancelGroupMsg(msgid=task.msgid),
        key=f"sop:cancel:{task.id}",
        because=because,
        userid=task.userid,
        external_userid=task.external_userid,
    )
