"""Probing: one command that waits is let through, and its answer takes the breaker away or not."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.inbox.models import InboxReaction
from app.outbox.breakers import close_for, let_one_through


def probe(breaker_id: int) -> None:
    """Try whether WeCom still refuses, when it is time."""
    with transaction() as session:
        let_one_through(session, breaker_id)


def understood(session: Session, corp_id: str, path: str) -> None:
    """WeCom has had a call of `path`: commands and reactions that waited are due."""
    if close_for(session, corp_id, path):
        wake_reactions(session, corp_id)


def wake_reactions(session: Session, corp_id: str) -> None:
    """Reactions that were refused run again at once."""
    session.execute(
        update(InboxReaction)
        .where(
            InboxReaction.corp_id == corp_id,
            InboxReaction.state == "again",
            InboxReaction.error.startswith("Forbidden:"),
        )
        .values(due_at=clock.now(), rung_at=None)
    )
