"""The newest facts and what Lianke made of them, read from the tables in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.queries import channel_names
from app.archive.models import ChatMessage
from app.contacts.models import ExternalContact, FollowTag
from app.contacts.queries import customer_names, staff_names, tag_names
from app.inbox.models import InboxEvent, InboxReaction
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task

SHOWN = (
    "FollowAdded",
    "FollowHalfAdded",
    "FollowEdited",
    "FollowRemoved",
    "FollowLost",
    "CustomerSpoke",
    "StaffSpoke",
)
MOST = 30  # of each kind


@dataclass(frozen=True)
class Names:
    """Names for ids."""

    staff: dict[str, str]
    customers: dict[str, str]
    channels: dict[str, str]
    tags: dict[str, str]


@dataclass(frozen=True)
class Happenings:
    """The newest rows; effects stand under the id of the event that caused them."""

    events: Sequence[InboxEvent]
    tasks: Sequence[Task]
    leads: Sequence[Lead]
    ended: Sequence[Enrollment]
    enrollments: dict[int, list[Enrollment]]
    commands: dict[int, list[OutboxCommand]]
    tags: dict[int, list[FollowTag]]
    words: dict[int, str]  # what was said, by the message's id
    names: Names = field(repr=False)


@dataclass(frozen=True)
class Counts:
    """How much there is; `waiting` rows are not worked off yet."""

    customers: int
    welcomed: int
    tagged: int
    leads: int
    waiting: int


def newest(session: Session, corp_id: str) -> Happenings:
    """What happened last: twelve statements, however much there is."""
    events = _last(session, InboxEvent, corp_id, InboxEvent.name.in_(SHOWN), by=InboxEvent.id)
    tasks = _last(session, Task, corp_id, by=Task.id)
    leads = _last(session, Lead, corp_id, by=Lead.id)
    ended = _ended(session, corp_id)
    ids = [event.id for event in events]
    people = {
        one.external_userid for one in (*events, *tasks, *leads, *ended) if one.external_userid
    }
    names = Names(
        staff_names(session, corp_id),
        customer_names(session, corp_id, people),
        channel_names(session, corp_id),
        tag_names(session, corp_id),
    )
    return Happenings(
        events,
        tasks,
        leads,
        ended,
        _enrollments(session, corp_id, ids),
        _commands(session, corp_id, ids),
        _tags(session, corp_id, ids),
        _words(session, corp_id, events),
        names,
    )


def counts(session: Session, corp_id: str) -> Counts:
    """The numbers at the top, in one statement."""
    welcomed = (OutboxCommand.kind == "SendWelcome", OutboxCommand.state == "done")
    unsaid = OutboxCommand.state.in_(("pending", "sending", "again"))
    undone = InboxReaction.state.in_(("pending", "running", "again"))
    tagged = (
        select(func.count(func.distinct(FollowTag.follow_id)))
        .where(FollowTag.corp_id == corp_id, FollowTag.marked_at.is_not(None))
        .scalar_subquery()
    )
    waiting = (
        _count(InboxEvent, corp_id, InboxEvent.state == "new")
        + _count(InboxReaction, corp_id, undone)
        + _count(OutboxCommand, corp_id, unsaid)
    )
    row = session.execute(
        select(
            _count(ExternalContact, corp_id),
            _count(OutboxCommand, corp_id, *welcomed),
            tagged,
            _count(Lead, corp_id),
            waiting,
        )
    ).one()
    return Counts(*row)


def _count(table: Any, corp_id: str, *where: ColumnElement[bool]) -> Any:
    found = select(func.count()).select_from(table).where(table.corp_id == corp_id, *where)
    return found.scalar_subquery()


def _last(
    session: Session, table: Any, corp_id: str, *where: ColumnElement[bool], by: Any
) -> Sequence[Any]:
    found = select(table).where(table.corp_id == corp_id, *where).order_by(by.desc()).limit(MOST)
    return session.scalars(found).all()


def _commands(session: Session, corp_id: str, ids: list[int]) -> dict[int, list[OutboxCommand]]:
    found = select(OutboxCommand, OutboxCommand.event_id).where(
        OutboxCommand.corp_id == corp_id, OutboxCommand.event_id.in_(ids)
    )
    return _by_event(session.execute(found.order_by(OutboxCommand.id)))


def _tags(session: Session, corp_id: str, ids: list[int]) -> dict[int, list[FollowTag]]:
    found = (
        select(FollowTag, OutboxCommand.event_id)
        .join(OutboxCommand, OutboxCommand.id == FollowTag.command_id)
        .where(FollowTag.corp_id == corp_id, OutboxCommand.event_id.in_(ids))
    )
    return _by_event(session.execute(found.order_by(FollowTag.id)))


def _enrollments(session: Session, corp_id: str, ids: list[int]) -> dict[int, list[Enrollment]]:
    found = (
        select(Enrollment, Enrollment.event_id)
        .where(Enrollment.corp_id == corp_id, Enrollment.event_id.in_(ids))
        .options(joinedload(Enrollment.sop))
    )
    return _by_event(session.execute(found.order_by(Enrollment.id)))


def _ended(session: Session, corp_id: str) -> Sequence[Enrollment]:
    found = (
        select(Enrollment)
        .where(Enrollment.corp_id == corp_id, Enrollment.ended_at.is_not(None))
        .options(joinedload(Enrollment.sop))
    )
    return session.scalars(found.order_by(Enrollment.ended_at.desc()).limit(MOST)).all()


def _by_event(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row, event_id in rows:
        grouped.setdefault(event_id, []).append(row)
    return grouped


def _words(session: Session, corp_id: str, events: Sequence[InboxEvent]) -> dict[int, str]:
    ids = [event.fields["message_id"] for event in events if "message_id" in event.fields]
    found = select(ChatMessage.id, ChatMessage.text).where(
        ChatMessage.corp_id == corp_id, ChatMessage.id.in_(ids)
    )
    return dict(session.execute(found).all())
