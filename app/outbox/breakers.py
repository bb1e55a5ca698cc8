"""Breakers: while WeCom refuses an app or an API, its commands wait instead of failing."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.corps.models import CorpApp
from app.outbox.models import Breaker, OutboxCommand
from app.queue import later
from bots.commands import COMMANDS
from bots.errors import Forbidden

PROBE_EVERY = timedelta(minutes=3)
FROM_IP = re.compile(r"from ip: *([0-9a-fA-F.:]+)")
WAITING = ("pending", "again")


def trip(session: Session, corp_id: str, error: Exception | None) -> int | None:
    """Put a breaker up, or let the one that stands stay longer. Returns its id, or None when the
    error is no refusal, or about one member only."""
    if not isinstance(error, Forbidden) or error.stops == "one":
        return None
    moment = now()
    found = FROM_IP.search(error.errmsg)
    refusal = {
        "errcode": error.errcode,
        "errmsg": error.errmsg[:1000],
        "from_ip": found.group(1).rstrip(".:") if found else None,
        "refused_at": moment,
        "probe_at": moment + PROBE_EVERY,
        "probe_id": None,
        "rung_at": None,
    }
    app = select(CorpApp.agentid).where(CorpApp.corp_id == corp_id).order_by(CorpApp.id).limit(1)
    statement = insert(Breaker).values(
        corp_id=corp_id,
        agentid=session.scalars(app).one(),
        api=error.path if error.stops == "api" else "",
        created_at=moment,
        **refusal,
    )
    breaker_id: int | None = session.scalar(
        statement.on_conflict_do_update(
            index_elements=["corp_id", "agentid", "api"], set_=refusal
        ).returning(Breaker.id)
    )
    return breaker_id


def hold(session: Session, lane: str) -> None:
    """Let the due commands of a lane wait that a breaker stands in the way of, the probe apart.

    What has a deadline cannot wait: it is tried, and is a probe in its own right.
    """
    kept = select(Breaker).order_by(Breaker.id).with_for_update(read=True, key_share=True)
    for breaker in session.scalars(kept):  # none of them goes until this is committed
        due = (
            select(OutboxCommand.id)
            .where(
                OutboxCommand.corp_id == breaker.corp_id,
                OutboxCommand.lane == lane,
                OutboxCommand.kind.in_(kinds_of(breaker.api)),
                OutboxCommand.state.in_(WAITING),
                OutboxCommand.waits_for.is_(None),
                OutboxCommand.due_at <= now(),
                OutboxCommand.deadline_at.is_(None),
                OutboxCommand.settled_as.is_(None),  # a person's word needs no call
                OutboxCommand.id != (breaker.probe_id or 0),
            )
            .with_for_update(skip_locked=True)
        )
        held = update(OutboxCommand).where(OutboxCommand.id.in_(due))
        session.execute(held.values(waits_for=breaker.id))


def kinds_of(api: str) -> list[str]:
    """The commands that a breaker stands in the way of."""
    return [kind for kind, command in COMMANDS.items() if api in ("", command.path)]


def probed(session: Session, good: Sequence[OutboxCommand]) -> list[Breaker]:
    """The breakers that calls which WeCom understood prove wrong."""
    return [
        breaker
        for breaker in session.scalars(select(Breaker).order_by(Breaker.id))
        if any(
            row.corp_id == breaker.corp_id
            and row.kind in kinds_of(breaker.api)
            and (row.deadline_at is not None or row.id == breaker.probe_id)
            for row in good
        )
    ]


def let_one_through(session: Session, breaker_id: int) -> None:
    """Make the oldest waiting command the probe. Where nobody waits and nothing was refused
    lately, the breaker goes."""
    breaker = session.get(Breaker, breaker_id, with_for_update=True)
    if breaker is None or breaker.probe_at > now():
        return
    oldest = session.scalars(
        select(OutboxCommand)
        .where(OutboxCommand.waits_for == breaker_id, OutboxCommand.state.in_(WAITING))
        .order_by(OutboxCommand.id)
        .limit(1)
    ).one_or_none()
    breaker.probe_at, breaker.rung_at = now() + PROBE_EVERY, None
    breaker.probe_id = oldest.id if oldest else None
    if oldest:
        oldest.waits_for, oldest.due_at = None, now()
        later(session, "jobs.relay.drain", None, on=oldest.lane)
    elif breaker.refused_at <= now() - 2 * PROBE_EVERY:
        close(session, breaker_id)


def close(session: Session, breaker_id: int) -> None:
    """Take a breaker away; all that waited is due."""
    breaker = session.get(Breaker, breaker_id, with_for_update=True)
    if breaker is None:
        return
    freed = (
        update(OutboxCommand)
        .where(OutboxCommand.waits_for == breaker_id)
        .values(waits_for=None, rung_at=None)
        .returning(OutboxCommand.lane)
    )
    for lane in sorted(set(session.scalars(freed))):
        later(session, "jobs.relay.drain", None, on=lane)
    session.delete(breaker)


def probe_now(session: Session, corp_id: str, breaker_id: int) -> bool:
    """Bring the next probe forward. False when the breaker has gone meanwhile."""
    row = session.scalar(
        update(Breaker)
        .where(Breaker.corp_id == corp_id, Breaker.id == breaker_id)
        .values(probe_at=now(), rung_at=None)
        .returning(Breaker.id)
    )
    if row is not None:
        later(session, "jobs.breakers.probe", row)
    return row is not None


def standing(session: Session, corp_id: str) -> Sequence[tuple[Breaker, int]]:
    """The breakers of a corp, the oldest first, each with how many commands wait for it."""
    waiting = (
        select(func.count())
        .where(OutboxCommand.waits_for == Breaker.id, OutboxCommand.state.in_(WAITING))
        .correlate(Breaker)
        .scalar_subquery()
    )
    rows = select(Breaker, waiting).where(Breaker.corp_id == corp_id).order_by(Breaker.id)
    return [(breaker, count) for breaker, count in session.execute(rows)]
