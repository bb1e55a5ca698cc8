"""The archive of a corp: its account with WeCom and its private keys, one for each version."""

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.archive.models import ArchiveCursor, ArchiveKey, ArchiveRaw
from app.clock import now
from app.config import settings
from app.queue import later
from app.timers import Timer

TIMER = "archive"  # our line of the timetable
# These may open once the right key is here; corrupt ones too, when the fault was ours.
SEALED = ("no_key", "bad_key", "corrupt")


def source_name() -> str:
    """Which source this house pulls from."""
    return "simulated" if settings().simulator_url else "native"


def keep_account(session: Session, corp_id: str, secret: str) -> None:
    """Keep the archive's own secret; the cursor of an account that is there already stays."""
    account = insert(ArchiveCursor).values(corp_id=corp_id, source=source_name(), secret=secret)
    session.execute(
        account.on_conflict_do_update(
            index_elements=["corp_id", "source"], set_={"secret": account.excluded.secret}
        )
    )


def keep_key(session: Session, corp_id: str, version: int, private_key: str) -> None:
    """Keep the private key (PEM) of a version and look again at what waited for it."""
    key = insert(ArchiveKey).values(corp_id=corp_id, version=version, private_key=private_key)
    session.execute(
        key.on_conflict_do_update(
            index_elements=["corp_id", "version"], set_={"private_key": key.excluded.private_key}
        )
    )
    look_again(session, corp_id, version)


def look_again(session: Session, corp_id: str, version: int | None = None) -> int:
    """Let sealed rows be opened once more, all or those of one key version; how many they are."""
    rows = update(ArchiveRaw).where(ArchiveRaw.corp_id == corp_id, ArchiveRaw.state.in_(SEALED))
    if version is not None:
        rows = rows.where(ArchiveRaw.publickey_ver == version)
    moved = session.scalars(rows.values(state="pending").returning(ArchiveRaw.id)).all()
    if moved:
        pull_soon(session, corp_id)
    return len(moved)


def pull_soon(session: Session, corp_id: str) -> None:
    """Move the archive's turn on the timetable to now: pulling opens what is pending."""
    turn = update(Timer).where(Timer.corp_id == corp_id, Timer.name == TIMER)
    for timer in session.scalars(turn.values(due_at=now()).returning(Timer)):
        later(session, "jobs.timetable.keep", timer.id, on=timer.lane)


def private_keys(session: Session, corp_id: str) -> dict[int, str]:
    """version → PEM."""
    rows = session.execute(
        select(ArchiveKey.version, ArchiveKey.private_key).where(ArchiveKey.corp_id == corp_id)
    )
    return {row.version: row.private_key for row in rows}
