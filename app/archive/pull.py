"""Pulling the archive without gaps: sealed rows and the cursor move together, opening follows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.archive.keys import source_name
from app.archive.models import ArchiveCursor, ArchiveRaw
from app.archive.opening import open_pending
from app.clock import now
from app.config import settings
from app.corps.models import Corp
from app.db import engine, nobody_waits, reading, transaction
from bots.archive import ArchiveSource, Sealed, source_for

AT_ONCE = 1000  # WeCom's limit
LOCK = 0x61726368  # "arch": the first half of our advisory locks; the corp's row is the second


def pull(corp_row_id: int) -> None:
    """Pull and open everything that is new, unless another process is doing so right now."""
    pull_unless_pulled(corp_row_id)


def pull_unless_pulled(corp_row_id: int) -> bool:
    """Pull and open everything that is new. False when another process is doing so right now.

    Raises bots.archive.NotConfigured when there is no source, and WeCom's errors.
    """
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
        account = session.execute(
            select(ArchiveCursor.id, ArchiveCursor.secret).where(
                ArchiveCursor.corp_id == corp_id, ArchiveCursor.source == source_name()
            )
        ).one_or_none()
    if account is None:
        return True  # a corp without the archive: nothing to pull
    source = source_for(corp_id, account.secret, control_base=settings().simulator_url)
    with alone(corp_row_id) as is_alone:
        if is_alone:
            pull_all(source, corp_id, account.id)
            note_asked(account.id)
            open_pending(source, corp_id)
    return is_alone


def note_asked(account_id: int) -> None:
    """There is nothing newer at WeCom: its lag begins anew."""
    with transaction() as session:
        session.execute(
            update(ArchiveCursor).where(ArchiveCursor.id == account_id).values(asked_at=now())
        )


@contextmanager
def alone(corp_row_id: int) -> Iterator[bool]:
    """Whether this process is the corp's only puller; a dying process lets go by itself."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(LOCK, corp_row_id))):
            yield False
            return
        try:
            yield True
        finally:
            connection.execute(select(func.pg_advisory_unlock(LOCK, corp_row_id)))


def pull_all(source: ArchiveSource, corp_id: str, cursor_id: int) -> None:
    """Pull batches until one is not full."""
    with reading() as session:
        seq = int(session.scalars(select(ArchiveCursor.cursor).filter_by(id=cursor_id)).one())
    while True:
        nobody_waits()
        batch = source.pull(seq, AT_ONCE)
        reached = max([seq, *(sealed.seq for sealed in batch)])
        keep_batch(corp_id, cursor_id, batch, reached)
        if len(batch) < AT_ONCE or reached == seq:
            return
        seq = reached


def keep_batch(corp_id: str, cursor_id: int, batch: list[Sealed], reached: int) -> None:
    """Keep the sealed rows and move the cursor, both or neither; opening comes after."""
    with transaction() as session:
        if batch:
            rows = [{"corp_id": corp_id, **vars(sealed)} for sealed in batch]
            session.execute(insert(ArchiveRaw).on_conflict_do_nothing(), rows)
        cursor = session.get_one(ArchiveCursor, cursor_id)
        cursor.cursor, cursor.asked_at = str(reached), now()
