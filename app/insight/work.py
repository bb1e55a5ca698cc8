"""The inbox and the outbox as a person may look at them, and how much waits in each lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from redis.exceptions import RedisError
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app import queue
from app.clock import now
from app.inbox.again import events_that, parked_that
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.again import commands_that
from app.outbox.models import OutboxCommand

# What a person may ask for → the states of a reaction, and of a command.
GROUPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "trouble": (("parked",), ("failed", "unknown", "expired")),
    "parked": (("parked",), ()),
    "aside": ((), ()),  # the event itself: nobody could name or read it
    "failed": ((), ("failed",)),
    "unknown": ((), ("unknown",)),
    "expired": ((), ("expired",)),
    "waiting": (("pending", "running", "again"), ("pending", "sending", "again")),
    "done": (("done", "pointless"), ("done",)),
}
GROUPS_OF_EVENTS = ("trouble", "parked", "aside", "waiting", "done")
GROUPS_OF_COMMANDS = ("trouble", "failed", "unknown", "expired", "waiting", "done")
DAYS = ("1", "7", "30")


def since_of(days: str) -> datetime | None:
    """The moment so many days ago; None for what is none of DAYS."""
    return now() - timedelta(days=int(days)) if days in DAYS else None


@dataclass(frozen=True)
class Lane:
    """How much waits in a lane: bells that ring, and commands that are not said yet."""

    name: str
    bells: int | None  # None: Redis is away
    commands: int


def events(
    corp_id: str, *, group: str, name: str, since: datetime | None = None
) -> Select[InboxEvent]:
    """Kept events with their reactions, the newest first."""
    rows = (
        select(InboxEvent)
        .options(selectinload(InboxEvent.reactions))
        .where(*events_that(corp_id=corp_id, name=name, since=since))
        .order_by(InboxEvent.id.desc())
    )
    return rows.where(_has_reaction_in(group)) if group in GROUPS_OF_EVENTS else rows


def _has_reaction_in(group: str) -> ColumnElement[bool]:
    has = InboxEvent.reactions.any(InboxReaction.state.in_(GROUPS[group][0]))
    if group == "aside":
        return InboxEvent.state == "unknown"
    return or_(has, InboxEvent.state == "unknown") if group == "trouble" else has


def commands(
    corp_id: str, *, group: str, name: str, since: datetime | None = None
) -> Select[OutboxCommand]:
    """What we said or shall say, the newest first."""
    states = GROUPS[group][1] if group in GROUPS_OF_COMMANDS else ()
    return (
        select(OutboxCommand)
        .where(*commands_that(corp_id=corp_id, kind=name, since=since, states=states))
        .order_by(OutboxCommand.id.desc())
    )


def redrivable(
    session: Session, corp_id: str, *, is_outbox: bool, name: str, since: datetime | None
) -> int:
    """How many a person may let run again at once."""
    if is_outbox:
        states = commands_that(corp_id=corp_id, kind=name, since=since, states=["failed"])
        rows = select(func.count()).select_from(OutboxCommand).where(*states)
    else:
        parked = parked_that(corp_id=corp_id, name=name, since=since)
        rows = select(func.count()).select_from(InboxReaction).where(*parked)
    return session.scalar(rows) or 0


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
