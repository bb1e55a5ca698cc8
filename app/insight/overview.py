"""Today in numbers, what needs a person, and what a new house should do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ColumnExpressionArgument, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.acquisition.models import ContactWay
from app.archive.models import ChatMessage
from app.contacts.mirror.models import MirrorRun
from app.contacts.models import Follow
from app.inbox.models import InboxEvent, InboxReaction
from app.insight.timeline import Story
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Sop, Task
from app.tagging.models import TagRule

RECENT = 12


@dataclass(frozen=True)
class Numbers:
    """Counts; those of today begin at the corp's midnight."""

    adds: int
    losses: int
    welcomes: int
    messages: int
    open_tasks: int
    leads: int
    troubles: int
    customers: int
    codes: int
    rules: int
    sops: int

    @property
    def is_new_house(self) -> bool:
        """Nobody has come yet."""
        return self.customers == 0


def midnight(moment: datetime, zone: str) -> datetime:
    """When the corp's day began."""
    there = moment.astimezone(ZoneInfo(zone))
    return datetime.combine(there.date(), time(), ZoneInfo(zone)).astimezone(UTC)


def numbers(session: Session, corp_id: str, since: datetime) -> Numbers:
    """All counts in one statement."""
    failed = OutboxCommand.state.in_(("failed", "unknown"))
    stopped = MirrorRun.state.in_(("halted", "parked"))
    newest = select(func.max(MirrorRun.id)).where(MirrorRun.corp_id == corp_id).scalar_subquery()
    counts = {
        "adds": _count(Follow, corp_id, Follow.followed_at >= since),
        "losses": _count(Follow, corp_id, Follow.ended_at >= since),
        "welcomes": _count(
            OutboxCommand,
            corp_id,
            OutboxCommand.kind == "SendWelcome",
            OutboxCommand.state == "done",
            OutboxCommand.finished_at >= since,
        ),
        "messages": _count(ChatMessage, corp_id, ChatMessage.sent_at >= since),
        "open_tasks": _count(Task, corp_id, Task.state.in_(("open", "waiting"))),
        "leads": _count(Lead, corp_id, Lead.qualified_at >= since),
        "troubles": _count(InboxReaction, corp_id, InboxReaction.state == "parked")
        + _count(OutboxCommand, corp_id, failed)
        + _count(MirrorRun, corp_id, stopped, MirrorRun.id == newest),
        "customers": _count(Follow, corp_id),
        "codes": _count(ContactWay, corp_id, ContactWay.stopped_at.is_(None)),
        "rules": _count(TagRule, corp_id, TagRule.is_active),
        "sops": _count(Sop, corp_id, Sop.is_active),
    }
    row = session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return Numbers(**row._mapping)


def _count(
    table: type[Follow | OutboxCommand | ChatMessage | Task | Lead | InboxReaction]
    | type[ContactWay | TagRule | Sop | MirrorRun],
    corp_id: str,
    *filters: ColumnExpressionArgument[bool],
) -> ColumnElement[int]:
    counted = select(func.count()).select_from(table).where(table.corp_id == corp_id, *filters)
    return counted.scalar_subquery()


def recent(session: Session, corp_id: str) -> Story:
    """The newest rows of each kind, for the story of the day."""
    return Story(
        events=session.scalars(
            select(InboxEvent)
            .options(selectinload(InboxEvent.reactions))
            .where(InboxEvent.corp_id == corp_id, InboxEvent.name.like("Follow%"))
            .order_by(InboxEvent.id.desc())
            .limit(RECENT)
        ).all(),
        commands=session.scalars(
            select(OutboxCommand)
            .where(OutboxCommand.corp_id == corp_id)
            .order_by(OutboxCommand.id.desc())
            .limit(RECENT)
        ).all(),
        tasks=_newest_tasks(session, corp_id),
    )


def _newest_tasks(session: Session, corp_id: str) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .options(joinedload(Task.enrollment).joinedload(Enrollment.sop))
        .where(Task.corp_id == corp_id)
        .order_by(Task.id.desc())
        .limit(RECENT)
    ).all()


def told_of(story: Story) -> set[str | None]:
    """The customers whom a story is about."""
    about = [event.external_userid for event in story.events]
    about += [command.external_userid for command in story.commands]
    return {*about, *(task.external_userid for task in story.tasks)}
