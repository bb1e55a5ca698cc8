"""Claiming what is to be said in a lane: many rows at once, each pair's tags one after another."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app import clock
from app.outbox.models import OutboxCommand
from jobs.crew import lease

# WeCom refuses two at once for one member and customer (45035), and the later must win.
ONE_AT_A_TIME = ("MarkTag", "Remark")
UNFINISHED = ("pending", "sending", "again")


def claim_commands(session: Session, lane: str, most: int) -> Sequence[OutboxCommand]:
    """At most `most` due rows of a lane, now `sending` and ours; oldest first.

    A row found `sending` past its lease may have been said: it comes back with `maybe_said`.
    """
    machine = func.clock_timestamp()
    earlier = aliased(OutboxCommand)
    before_it = exists().where(
        earlier.corp_id == OutboxCommand.corp_id,
        earlier.external_userid == OutboxCommand.external_userid,
        earlier.userid == OutboxCommand.userid,
        earlier.kind == OutboxCommand.kind,
        earlier.id < OutboxCommand.id,
        earlier.state.in_(UNFINISHED),
    )
    free = or_(
        and_(OutboxCommand.state.in_(("pending", "again")), OutboxCommand.due_at <= clock.now()),
        and_(OutboxCommand.state == "sending", OutboxCommand.lease_until < machine),
    )
    ready = (
        select(OutboxCommand.id)
        .where(OutboxCommand.lane == lane, OutboxCommand.waits_for.is_(None), free)
        .where(or_(OutboxCommand.kind.not_in(ONE_AT_A_TIME), ~before_it))
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
