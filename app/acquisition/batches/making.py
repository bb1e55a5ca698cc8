"""Bringing a batch of live codes to WeCom: one that fails never holds the others up."""

import time
from datetime import timedelta

from sqlalchemy import Select, func, or_, select, update

from app.acquisition.codes.publishing import publish
from app.acquisition.models import CodeBatch, CodeBatchLine, ContactWay
from app.clock import now
from app.config import settings
from app.db import reading, transaction

LONGEST = 3.0  # seconds of real time: then another bell goes on, so that others get their turn
PAUSE = timedelta(minutes=1)  # twice as long each time
MOST_ATTEMPTS = 5


def go_on(batch_id: int) -> None:
    """Publish what is not at WeCom yet, for a while; what failed is tried again after a pause."""
    if not seize(batch_id):
        return
    until = time.monotonic() + LONGEST
    for way_id in unpublished(batch_id):
        publish(way_id)
        if time.monotonic() > until:
            break
    with transaction() as session:
        batch = session.get_one(CodeBatch, batch_id, with_for_update=True)
        left = session.scalars(waiting(batch_id)).all()
        batch.attempts += all(way.error is not None for way in left)
        batch.due_at = now() + pause(batch.attempts) if left else None
        if batch.attempts > MOST_ATTEMPTS:
            batch.due_at = None  # each failed code says why; a person goes on from there
        batch.lease_until, batch.rung_at = None, None


def seize(batch_id: int) -> bool:
    """Whether the batch is ours now; whoever works on it and dies loses it when the lease ends."""
    machine = func.clock_timestamp()
    lease = timedelta(seconds=settings().lease_for)
    mine = (
        update(CodeBatch)
        .where(
            CodeBatch.id == batch_id,
            CodeBatch.due_at <= now(),
            or_(CodeBatch.lease_until.is_(None), CodeBatch.lease_until < machine),
        )
        .values(lease_until=machine + lease)
        .returning(CodeBatch.id)
    )
    with transaction() as session:
        return session.scalar(mine) is not None


def unpublished(batch_id: int) -> list[int]:
    """The codes that WeCom does not have yet, those never tried first."""
    with reading() as session:
        return [way.id for way in session.scalars(waiting(batch_id))]


def waiting(batch_id: int) -> Select[ContactWay]:
    """Selects the codes of a batch that WeCom does not have yet."""
    return (
        select(ContactWay)
        .join(CodeBatchLine, CodeBatchLine.way_id == ContactWay.id)
        .where(
            CodeBatchLine.batch_id == batch_id,
            ContactWay.config_id.is_(None),
            ContactWay.stopped_at.is_(None),
        )
        .order_by(ContactWay.error.is_not(None), ContactWay.id)
    )


def pause(attempts: int) -> timedelta:
    """How long to wait after so many rounds in which only failures were left."""
    return PAUSE * 2 ** (attempts - 1) if attempts else timedelta(0)
