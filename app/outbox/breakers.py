"""Breakers: while WeCom refuses an app or an API, its commands wait instead of failing."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

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

Turn = Literal["go", "wait", "probe"]


def trip(session: Session, corp_id: str, error: Forbidden) -> int | None:
    """Put a breaker up, or the one that stands further off. Returns its id, or None when the
    refusal is about one member only."""
    if error.stops == "one":
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


def turn_of(session: Session, command_id: int) -> Turn:
    """Whether the command may be said now. Where a breaker stands in its way it waits, unless it
    is the probe. What has a deadline cannot wait: it is a probe in its own right."""
    standing = session.execute(
        select(OutboxCommand.kind, OutboxCommand.deadline_at, Breaker)
        .join(Breaker, Breaker.corp_id == OutboxCommand.corp_id)
        .where(OutboxCommand.id == command_id, OutboxCommand.state.in_(WAITING))
        .with_for_update(of=Breaker, key_share=True, read=True)  # it may not go meanwhile
    ).all()
    turn: Turn = "go"
    for kind, deadline_at, breaker in standing:
        if breaker.api not in ("", COMMANDS[kind].path):
            continue
        if deadline_at is None and breaker.probe_id != command_id:
            waits = update(OutboxCommand).where(OutboxCommand.id == command_id)
            session.execute(waits.values(waits_for=breaker.id))
            return "wait"
        turn = "probe"
    return turn


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
        later(session, "jobs.relay.relay", oldest.id, on=oldest.lane)
    elif breaker.refused_at <= now() - 2 * PROBE_EVERY:
        close(session, breaker_id)


def close_for(session: Session, corp_id: str, path: str) -> bool:
    """WeCom has understood a call of `path`: whatever stood in its way goes. Did anything?"""
    rows = select(Breaker.id).where(Breaker.corp_id == corp_id, Breaker.api.in_(("", path)))
    found = session.scalars(rows).all()
    for breaker_id in found:
        close(session, breaker_id)
    return bool(found)


def close(session: Session, breaker_id: int) -> None:
    """Take a breaker away; all that waited is due, and the sweep rings for it."""
    breaker = session.get(Breaker, breaker_id, with_for_update=True)
    if breaker is None:
        return
    session.execute(
        update(OutboxCommand)
        .where(OutboxCommand.waits_for == breaker_id)
        .values(waits_for=None, rung_at=None)
    )
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
