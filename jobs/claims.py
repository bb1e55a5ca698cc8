"""Claiming what is to be said in a lane: many rows at once, each pair's tags one after another."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Integer, Interval, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from app import clock
from app.outbox.models import OutboxCommand
from app.outbox.turns import has_its_turn
from jobs.crew import lease


def claim_commands(session: Session, lane: str, most: int) -> Sequence[OutboxCommand]:
    """At most `most` due rows of a lane, now `sending` and ours; oldest first.

    A row found `sending` past its lease may have been said: it comes back with `maybe_said`.
    """
    told = {"in_lane": lane, "most": most, "moment": clock.now(), "lasts": lease()}
    claimed = session.scalars(_claiming(), told)
    return sorted(claimed, key=lambda row: (row.due_at, row.id))


@cache  # built once: a lane that waits for an answer looks for more many times a second
def _claiming() -> Any:
    """The statement that claims."""
    machine = func.clock_timestamp()
    due = OutboxCommand.due_at <= bindparam("moment", type_=DateTime(timezone=True))
    free = or_(
        and_(OutboxCommand.state.in_(("pending", "again")), due),
        and_(OutboxCommand.state == "sending", OutboxCommand.lease_until < machine),
    )
    ready = (
        select(OutboxCommand.id)
        .where(OutboxCommand.lane == bindparam("in_lane"), OutboxCommand.waits_for.is_(None), free)
        .where(has_its_turn())
        .order_by(OutboxCommand.due_at, OutboxCommand.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return (
        update(OutboxCommand)
        .where(OutboxCommand.id.in_(ready))
        .values(
            state="sending",
            maybe_said=OutboxCommand.state == "sending",
            attempts=OutboxCommand.attempts + 1,
            lease_until=machine + bindparam("lasts", type_=Interval),
        )
        .returning(OutboxCommand)
    )


def renew(session: Session, command_ids: Sequence[int]) -> None:
    """Keep what is being said ours for a while longer."""
    session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.id.in_(command_ids), OutboxCommand.state == "sending")
        .values(lease_until=func.clock_timestamp() + lease())
    )
