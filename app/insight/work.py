"""The inbox and the outbox as a person may look at them, and how much waits in each lane."""

from collections.abc import Mapping
from dataclasses import dataclass

from redis.exceptions import RedisError
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app import queue
from app.clock import now
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand

# What a person may ask for → the states of a reaction, and of a command.
GROUPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "trouble": (("parked",), ("failed", "unknown", "expired")),
    "waiting": (("pending", "running", "again"), ("pending", "sending", "again")),
    "done": (("done", "pointless"), ("done",)),
}


@dataclass(frozen=True)
class Lane:
    """How much waits in a lane: bells that ring, and commands that are not said yet."""

    name: str
    bells: int | None  # None: Redis is away
    commands: int


def events(corp_id: str, *, group: str, name: str) -> Select[InboxEvent]:
    """Kept events with their reactions, the newest first."""
    rows = (
        select(InboxEvent)
        .options(selectinload(InboxEvent.reactions))
        .where(InboxEvent.corp_id == corp_id)
        .order_by(InboxEvent.id.desc())
    )
    if name:
        rows = rows.where(InboxEvent.name == name)
    return rows.where(_has_reaction_in(group)) if group in GROUPS else rows


def _has_reaction_in(group: str) -> ColumnElement[bool]:
    has = InboxEvent.reactions.any(InboxReaction.state.in_(GROUPS[group][0]))
    return or_(has, InboxEvent.state == "unknown") if group == "trouble" else has


def commands(corp_id: str, *, group: str, name: str) -> Select[OutboxCommand]:
    """What we said or shall say, the newest first."""
    rows = (
        select(OutboxCommand)
        .where(OutboxCommand.corp_id == corp_id)
        .order_by(OutboxCommand.id.desc())
    )
    if name:
        rows = rows.where(OutboxCommand.kind == name)
    return rows.where(OutboxCommand.state.in_(GROUPS[group][1])) if group in GROUPS else rows


def lanes(session: Session, corp_id: str) -> list[Lane]:
    """What waits in each lane."""
    waiting = session.execute(
        select(OutboxCommand.lane, func.count())
        .where(
            OutboxCommand.corp_id == corp_id,
            OutboxCommand.state.in_(GROUPS["waiting"][1]),
            OutboxCommand.due_at <= now(),
        )
        .group_by(OutboxCommand.lane)
    )
    unsaid = dict(waiting.all())
    bells = ringing()
    return [Lane(name, bells.get(name), unsaid.get(name, 0)) for name in queue.LANES]


def ringing() -> dict[str, int]:
    """lane → bells in Redis; empty when Redis is away, which loses nothing."""
    try:
        return {name: queue.lane(name).count for name in queue.LANES}
    except RedisError:
        return {}
