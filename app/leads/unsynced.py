"""Qualified customers whose lead could not be written: tried again with growing pauses, then parked."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.db import transaction
from app.leads.models import Score
from app.queue import later

AFRESH = {"sync_attempts": 0, "sync_error": None, "parked_at": None, "rung_at": None}


def attempts_of(session: Session, score_id: int) -> int:
    """How often this score's lead could not be written, running."""
    return session.scalar(select(Score.sync_attempts).where(Score.id == score_id)) or 0


def put_off(score_id: int, error: str | None, pause: timedelta, *, is_parked: bool) -> None:
    """Keep why it failed, and when it is tried again: not before a person says so if parked."""
    with transaction() as session:
        session.execute(
            update(Score)
            .where(Score.id == score_id)
            .values(
                sync_attempts=Score.sync_attempts + 1,
                sync_error=error,
                sync_due_at=now() + pause,
                parked_at=now() if is_parked else None,
                rung_at=None,
            )
        )


def parked(session: Session, corp_id: str, most: int) -> Sequence[Score]:
    """Whose lead waits for a person, the newest first."""
    rows = select(Score).where(*_parked(corp_id)).order_by(Score.parked_at.desc(), Score.id)
    return session.scalars(rows.limit(most)).all()


def try_again(session: Session, corp_id: str) -> int:
    """Try all that wait for a person afresh. Returns how many."""
    again = update(Score).where(*_parked(corp_id)).values(**AFRESH, sync_due_at=now())
    ids = session.scalars(again.returning(Score.id)).all()
    for score_id in ids:
        later(session, "jobs.sync.mirror_lead", score_id)
    return len(ids)


def _parked(corp_id: str) -> Sequence[ColumnElement[bool]]:
    return Score.corp_id == corp_id, Score.parked_at.is_not(None)
