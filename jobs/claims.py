"""Claiming what is to be said in a lane: many rows at once, each pair's tags one after another."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from app import clock
from app.outbox.models import OutboxCommand
from app.outbox.turns import has_its_turn
from jobs.crew import lease


def claim_commands(session: Session, lane: str, most: int) -> Sequence[OutboxCommand]:
    """At most `most` due rows of a lane, now `sending` and ours; oldest first.

    A row found `sending` past its lease may have been said: it comes back with `maybe_said`.
    """
    machine = func.clock_timestamp()
    free = or_(
        and_(OutboxCommand.state.in_(("pending", "again")), OutboxCommand.due_at <= clock.now()),
        and_(OutboxCommand.state == "sending", OutboxCommand.lease_until < machine),
    )
    ready = (
        select(OutboxCommand.id)
        .where(OutboxCommand.lane == lane, OutboxCommand.waits_for.is_(None), free)
        .where(has_its_turn())
        .order_by(OutboxCommand.due_at, OutboxCommand.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        update(OutboxCommand)
        .where(OutboxCommand.id.in_(ready))
        .values(
            state="sending",
            maybe_said=OutboxCommand.state == "sending",
            attempts=OutboxCommand.attempts + 1,
            lease_until=machine + lease(),
        )
        .returning(OutboxCommand)
    )
    return sorted(claimed, key=lambda row: (row.due_at, row.id))


def renew(session: Session, command_ids: Sequence[int]) -> None:
    """Keep what is being said ours for a while longer."""
    session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.id.in_(command_ids), OutboxCommand.state == "sending")
        .values(lease_until=func.clock_timestamp() + lease())
    )
