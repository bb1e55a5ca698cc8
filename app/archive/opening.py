"""Opening sealed rows: each becomes a message and a fact, or says why it cannot be opened."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.archive.grams import folded, grams
from app.archive.keys import private_keys
from app.archive.models import ArchiveRaw, ChatMessage
from app.archive.normal import Normal, normal
from app.archive.talks import move_up
from app.clock import now
from app.db import reading, transaction
from app.events.archive import CustomerSpoke, StaffSpoke
from app.inbox.record import happened
from bots.archive import ArchiveSource, KeyMissing, KeyWrong, Sealed, Unreadable, open_message

AT_ONCE = 100  # rows of one transaction
SPOKE = {"customer": CustomerSpoke, "staff": StaffSpoke}


def open_pending(source: ArchiveSource, corp_id: str) -> None:
    """Open every pending row, in the order in which they were pulled."""
    while True:
        with reading() as session:
            keys = private_keys(session, corp_id)
            rows = [sealed_of(row) for row in pending(session, corp_id)]
        outcomes = {row_id: opened_or_why(source, keys, sealed) for row_id, sealed in rows}
        with transaction() as session:
            record(session, list(session.scalars(still_pending(list(outcomes)))), outcomes)
        if len(rows) < AT_ONCE:
            return


def pending(session: Session, corp_id: str) -> list[ArchiveRaw]:
    """The next rows to open."""
    waiting = select(ArchiveRaw).where(ArchiveRaw.state == "pending", ArchiveRaw.corp_id == corp_id)
    return list(session.scalars(waiting.order_by(ArchiveRaw.id).limit(AT_ONCE)))


def still_pending(row_ids: list[int]) -> Select[ArchiveRaw]:
    """Those of the rows that nobody has opened meanwhile."""
    rows = select(ArchiveRaw).where(ArchiveRaw.id.in_(row_ids), ArchiveRaw.state == "pending")
    return rows.order_by(ArchiveRaw.id).with_for_update()


def sealed_of(row: ArchiveRaw) -> tuple[int, Sealed]:
    """The row's id, and the message as it was pulled."""
    fields = {field: getattr(row, field) for field in Sealed.__dataclass_fields__}
    return row.id, Sealed(**fields)


def opened_or_why(
    source: ArchiveSource, keys: dict[int, str], sealed: Sealed
) -> Normal | Unreadable:
    """The message, or why it stays sealed: one bad row costs only itself."""
    try:
        message = open_message(source, keys, sealed)
    except Unreadable as unreadable:
        return unreadable
    return normal(message, received_at=now())


def record(
    session: Session, rows: list[ArchiveRaw], outcomes: Mapping[int, Normal | Unreadable]
) -> None:
    """The outcome of each row: its state, and what could be opened as messages and facts."""
    opened = []
    for row in rows:
        outcome = outcomes[row.id]
        row.attempts += 1
        if isinstance(outcome, Unreadable):
            row.state, row.error = state_for(outcome), str(outcome)
        else:
            row.state, row.error = "done", None
            opened.append((row, outcome))
    kept = keep(session, opened)
    move_up(session, kept.values())
    for row, message in opened:
        if message.spoken_by and row.msgid in kept:
            tell(session, row, message, kept[row.msgid])


def tell(session: Session, row: ArchiveRaw, message: Normal, message_id: int) -> None:
    """Somebody spoke: a fact that tags, SOPs and leads answer to."""
    spoke = SPOKE[message.spoken_by or ""](
        corp_id=row.corp_id,
        happened_at=message.sent_at,
        userid=message.userid or "",
        external_userid=message.external_userid or "",
        message_id=message_id,
    )
    happened(session, spoke, key=f"msg:{row.msgid}")


def state_for(unreadable: Unreadable) -> str:
    """The state of a row that cannot be opened."""
    return {KeyMissing: "no_key", KeyWrong: "bad_key"}.get(type(unreadable), "corrupt")


def keep(session: Session, opened: list[tuple[ArchiveRaw, Normal]]) -> dict[str, int]:
    """Keep the messages in one statement. Returns msgid → row id of those that were new."""
    if not opened:
        return {}
    new = insert(ChatMessage).values([values_of(row, message) for row, message in opened])
    ids = new.on_conflict_do_nothing().returning(ChatMessage.msgid, ChatMessage.id)
    return {row.msgid: row.id for row in session.execute(ids)}


def values_of(row: ArchiveRaw, message: Normal) -> dict[str, Any]:
    """The columns of a message."""
    values = {**vars(message)}
    del values["spoken_by"]
    shadow = folded(message.text)
    return {
        **values,
        "corp_id": row.corp_id,
        "msgid": row.msgid,
        "seq": row.seq,
        "folded": shadow,
        "grams": grams(shadow),
    }
