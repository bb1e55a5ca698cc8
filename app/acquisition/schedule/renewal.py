"""Codes that are due: look again at who receives, tell WeCom if that changed, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.models import ContactWay
from app.acquisition.schedule.changes import look_again
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.retries import held_until

BUSY = timedelta(seconds=1)  # somebody else speaks about the code: they will be done by then


@dataclass(frozen=True)
class Turn:
    """One code whose moment has come; `speaks` when WeCom must hear of it."""

    way_id: int
    speaks: bool


def claim(session: Session, most: int, lasts: timedelta) -> Sequence[Turn]:
    """At most `most` due codes, now ours, each with its decision of this moment."""
    moment, machine = clock.now(), func.clock_timestamp()
    rows = session.scalars(
        select(CodeSchedule)
        .where(
            CodeSchedule.due_at <= moment,
            or_(CodeSchedule.lease_until.is_(None), CodeSchedule.lease_until < machine),
        )
        .order_by(CodeSchedule.due_at, CodeSchedule.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    wanted = select(ContactWay).where(ContactWay.id.in_([row.way_id for row in rows]))
    ways = {way.id: way for way in session.scalars(wanted)}
    look_again(session, [(row, ways[row.way_id]) for row in rows], moment)
    return [_turn(session, row, ways[row.way_id], lasts) for row in rows]


def _turn(session: Session, row: CodeSchedule, way: ContactWay, lasts: timedelta) -> Turn:
    if way.is_pushed:
        return Turn(way.id, speaks=False)
    held = held_until(session, way.corp_id) if way.errcode is not None else None
    if held is not None and held > clock.now():
        row.due_at = held + timedelta(seconds=way.id % 60)
        return Turn(way.id, speaks=False)
    # It stays due until WeCom has answered: whoever takes it over after our death tells it again.
    row.due_at, row.lease_until = clock.now(), func.clock_timestamp() + lasts
    return Turn(way.id, speaks=True)


def speak(turn: Turn) -> bool:
    """Tell WeCom, if it must hear. An error is kept on the code; publishing sets its next try."""
    return publish(turn.way_id) if turn.speaks else True


def finish(session: Session, done: Sequence[tuple[Turn, bool]]) -> None:
    """Let go of the codes that have been told."""
    spoken = [turn.way_id for turn, _ in done if turn.speaks]
    session.execute(
        update(CodeSchedule)
        .where(CodeSchedule.way_id.in_(spoken))
        .values(lease_until=None, rung_at=None)
    )
    refused = [turn.way_id for turn, is_told in done if not is_told]
    later = clock.now() + BUSY
    session.execute(
        update(CodeSchedule)
        .where(CodeSchedule.way_id.in_(refused), CodeSchedule.due_at <= clock.now())
        .values(due_at=later)
    )


def keep_ours(session: Session, turns: Sequence[Turn], lasts: timedelta) -> None:
    """Keep what is being told ours for a while longer."""
    session.execute(
        update(CodeSchedule)
        .where(CodeSchedule.way_id.in_([turn.way_id for turn in turns]))
        .where(CodeSchedule.lease_until.is_not(None))
        .values(lease_until=func.clock_timestamp() + lasts)
    )
