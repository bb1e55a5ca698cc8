"""Letting a person run again what stopped: the row, its key and its history stay the same."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.clock import now
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import later


def react_again(session: Session, corp_id: str, reaction_id: int) -> bool:
    """Try a parked reaction anew. False when it is not parked (any more)."""
    row = session.scalar(
        update(InboxReaction)
        .where(
            InboxReaction.corp_id == corp_id,
            InboxReaction.id == reaction_id,
            InboxReaction.state == "parked",
        )
        .values(state="again", due_at=now(), attempts=0, finished_at=None, rung_at=None)
        .returning(InboxReaction.id)
    )
    if row is not None:
        later(session, "jobs.react.react", None)
    return row is not None


def say_again(session: Session, corp_id: str, command_id: int) -> bool:
    """Say a failed or unclear command anew. False when it is neither (any more)."""
    row = session.execute(
        update(OutboxCommand)
        .where(
            OutboxCommand.corp_id == corp_id,
            OutboxCommand.id == command_id,
            OutboxCommand.state.in_(("failed", "unknown")),
        )
        .values(state="again", due_at=now(), attempts=0, finished_at=None, rung_at=None)
        .returning(OutboxCommand.id, OutboxCommand.lane)
    ).one_or_none()
    if row is not None:
        later(session, "jobs.relay.drain", None, on=row.lane)
    return row is not None
