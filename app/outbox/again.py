"""Letting a person decide about a call that stopped: say it again, or say what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.outbox.models import OutboxCommand
from app.queue import later

STOPPED = ("failed", "unknown")  # what is expired stays so: its moment is over
SETTLED_AS = ("done", "failed")
LONGEST_NOTE = 500  # characters


def commands_that(
    *,
    corp_id: str | None = None,
    kind: str = "",
    since: datetime | None = None,
    states: Sequence[str] = (),
) -> list[ColumnElement[bool]]:
    """Conditions on calls; what is not said is not asked."""
    return [
        *([OutboxCommand.corp_id == corp_id] if corp_id else []),
        *([OutboxCommand.kind == kind] if kind else []),
        *([OutboxCommand.created_at >= since] if since else []),
        *([OutboxCommand.state.in_(states)] if states else []),
    ]


def counted(
    session: Session, conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[str, int | None, int]]:
    """How many calls are meant: (kind, errcode, how many), the most first."""
    rows = session.execute(
        select(OutboxCommand.kind, OutboxCommand.errcode, func.count())
        .where(*conditions)
        .group_by(OutboxCommand.kind, OutboxCommand.errcode)
        .order_by(func.count().desc(), OutboxCommand.kind, OutboxCommand.errcode)
    )
    return [(kind, errcode, count) for kind, errcode, count in rows]


def retry(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Say stopped calls anew, blindly. Returns how many."""
    rows = session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.state.in_(STOPPED), *conditions)
        .values(
            state="again",
            due_at=now(),
            attempts=0,
            busy_answers=0,
            finished_at=None,
            rung_at=None,
            settled_as=None,
        )
        .returning(OutboxCommand.id, OutboxCommand.lane)
        .execution_options(synchronize_session=False)
    ).all()
    for lane in sorted({row.lane for row in rows}):
        later(session, "jobs.relay.drain", None, on=lane)
    return len(rows)


def say_again(session: Session, corp_id: str, command_id: int) -> bool:
    """Say one failed or unclear call anew. False when it is neither (any more)."""
    mine = (OutboxCommand.corp_id == corp_id, OutboxCommand.id == command_id)
    return bool(retry(session, mine))


def settle(
    session: Session, corp_id: str, command_id: int, *, how: str, by: str, note: str
) -> bool:
    """A person has looked: the call took effect (`done`) or did not (`failed`).

    The relay takes their word for WeCom's answer, so that all that follows from one follows.
    False when the call is not unclear (any more).
    """
    if how not in SETTLED_AS:
        raise ValueError(f"a call is settled as one of {SETTLED_AS}, not {how!r}")
    row = session.execute(
        update(OutboxCommand)
        .where(
            OutboxCommand.corp_id == corp_id,
            OutboxCommand.id == command_id,
            OutboxCommand.state == "unknown",
        )
        .values(
            state="again",
            due_at=now(),
            rung_at=None,
            waits_for=None,
            settled_as=how,
            settled_by=by,
            settled_at=now(),
            settled_note=note[:LONGEST_NOTE],
        )
        .returning(OutboxCommand.lane)
    ).one_or_none()
    if row is not None:
        later(session, "jobs.relay.drain", None, on=row.lane)
    return row is not None
