"""What waits for WeCom's window: all rows of a kind move to moments at which there is room."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.outbox.models import OutboxCommand
from bots.rates import Rate


@dataclass(frozen=True)
class Rest:
    """Until when a kind of call rests, and how many may follow per window.

    `userid` is set when it is a member's own limit: then only their rows wait.
    """

    corp_id: str
    lane: str
    kind: str
    until: datetime
    pace: Rate
    userid: str | None = None


def postpone(session: Session, rest: Rest) -> None:
    """Spread the rows that are due before `until` over the windows from then on, oldest first."""
    mine = [
        OutboxCommand.corp_id == rest.corp_id,
        OutboxCommand.lane == rest.lane,
        OutboxCommand.kind == rest.kind,
        OutboxCommand.state.in_(("pending", "again")),
        OutboxCommand.due_at <= rest.until,
    ]
    if rest.userid is not None:
        mine.append(OutboxCommand.userid == rest.userid)
    locked = (
        select(OutboxCommand.id, OutboxCommand.due_at)
        .where(*mine)
        .order_by(OutboxCommand.id)
        .with_for_update(skip_locked=True)
        .cte("locked")
    )
    place = func.row_number().over(order_by=(locked.c.due_at, locked.c.id)) - 1
    ranked = select(locked.c.id, place.label("place")).subquery()
    window = func.floor(ranked.c.place / max(1, rest.pace.calls))  # whole numbers divide whole
    span = func.make_interval(0, 0, 0, 0, 0, 0, window * rest.pace.seconds)
    session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.id == ranked.c.id)
        .values(due_at=rest.until + span, rung_at=None)
        .execution_options(synchronize_session=False)
    )
