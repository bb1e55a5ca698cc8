"""Forgetting callbacks as they came, once nobody will open them again (RETAIN_ENVELOPES)."""

from datetime import timedelta

from sqlalchemy import select, update

from app.clock import now
from app.config import settings
from app.corps.models import Corp
from app.db import reading, transaction
from app.inbox.models import InboxEvent

AT_ONCE = 2000  # rows in one transaction: nobody waits for us


def forget_envelopes(corp_row_id: int) -> int:
    """Empty the envelopes of old events and touch nothing else. Returns how many.

    What nobody could name keeps its envelope: it may be all that is left of a fact.
    """
    if settings().retain_envelopes <= 0:
        return 0
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
    forgotten = 0
    while count := forget_some(corp_id):
        forgotten += count
    return forgotten


def forget_some(corp_id: str) -> int:
    """Empty the next envelopes. Returns how many."""
    before = now() - timedelta(days=settings().retain_envelopes)
    old = (
        select(InboxEvent.id)
        .where(
            InboxEvent.corp_id == corp_id,
            InboxEvent.created_at < before,
            InboxEvent.envelope != b"",
            InboxEvent.state != "unknown",
        )
        .order_by(InboxEvent.created_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        emptied = session.scalars(
            update(InboxEvent)
            .where(InboxEvent.id.in_(old))
            .values(envelope=b"")
            .returning(InboxEvent.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(emptied)
