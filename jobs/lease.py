"""Claiming a row under a lease: machine time, since it is machines that die."""

from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, func, or_, update
from sqlalchemy.orm import Session

from app import clock
from app.config import settings

Row = TypeVar("Row", bound=Any)


def claim(
    session: Session,
    table: type[Row],
    row_id: int,
    *,
    busy: str,
    also: dict[str, Any] | None = None,
) -> Row | None:
    """The row, now in state `busy` and ours for a while; None when it is done or somebody's.

    A row found `busy` past its lease belongs to a worker that died: it is claimed again.
    `also` sets more columns, in terms of the row as it was.
    """
    machine = func.clock_timestamp()
    free = or_(
        table.state == "pending",
        and_(table.state == "again", table.due_at <= clock.now()),
        and_(table.state == busy, table.lease_until < machine),
    )
    claimed: Row | None = session.scalars(
        update(table)
        .where(table.id == row_id, free)
        .values(
            state=busy,
            attempts=table.attempts + 1,
            lease_until=machine + timedelta(seconds=settings().lease_for),
            **(also or {}),
        )
        .returning(table)
    ).one_or_none()
    return claimed
