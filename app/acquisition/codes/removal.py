"""Deleting a live code so that it can be taken back: WeCom is told only after a while."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import stop_code
from app.acquisition.models import CodeRemoval, ContactWay
from app.clock import now
from app.db import transaction

UNDO_FOR = timedelta(minutes=10)
AGAIN_IN = timedelta(minutes=5)  # when WeCom refused or could not be reached


def ask_removal(session: Session, way: ContactWay, asked_by: str) -> None:
    """Let the code be gone in a while; asked twice, the first moment stands."""
    values = {"corp_id": way.corp_id, "way_id": way.id, "asked_by": asked_by}
    due_at = now() + UNDO_FOR
    session.execute(insert(CodeRemoval).values(**values, due_at=due_at).on_conflict_do_nothing())


def take_back(session: Session, way: ContactWay) -> bool:
    """Let the code stay; False when it is too late."""
    waiting = select(CodeRemoval).where(CodeRemoval.way_id == way.id)
    removal = session.scalars(waiting.with_for_update()).one_or_none()
    session.refresh(way, ["stopped_at"])  # as whoever held the lock left it
    if way.stopped_at is not None:
        return False
    if removal is not None:
        session.delete(removal)
    return True


def removals(session: Session, way_ids: Iterable[int]) -> dict[int, CodeRemoval]:
    """way id → its removal, of those that can still be taken back or wait for WeCom."""
    rows = session.scalars(select(CodeRemoval).where(CodeRemoval.way_id.in_(list(way_ids))))
    return {row.way_id: row for row in rows}


def remove(removal_id: int) -> None:
    """Take a code away whose time has come; one that WeCom keeps is tried again later."""
    with transaction() as session:
        # locked, for somebody may be taking it back this very moment
        removal = session.get(CodeRemoval, removal_id, with_for_update=True)
        if removal is None or removal.due_at > now():
            return
        way = session.get_one(ContactWay, removal.way_id)
        stop_code(way)
    is_gone = publish(way.id)
    with transaction() as session:
        kept = session.get(CodeRemoval, removal_id)
        if kept is not None and is_gone:
            session.delete(kept)
        elif kept is not None:
            kept.due_at, kept.rung_at = now() + AGAIN_IN, None
