"""Everything the house knows about one customer, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.archive.models import ChatMessage
from app.contacts.customers import follows_by_customer
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.inbox.models import InboxEvent
from app.insight.doors import tales
from app.insight.timeline import Names, Story, Why, chain
from app.leads.models import Lead, Score
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task

MOST = 100  # of each kind on one page; older ones are found in the inbox


@dataclass(frozen=True)
class Portrait:
    """A customer with their follows, story, score and lead."""

    contact: ExternalContact
    follows: Sequence[Follow]
    story: Story
    score: Score | None
    lead: Lead | None

    @property
    def enrollments(self) -> Sequence[Enrollment]:
        """The SOPs that this customer is or was on."""
        return list(self.story.enrollments)


def portrait(session: Session, corp_id: str, external_userid: str) -> Portrait | None:
    """The customer, or None when nobody knows such a one."""
    known = session.execute(
        select(ExternalContact, Score, Lead)
        .outerjoin(Score, same_customer(Score, ExternalContact))
        .outerjoin(Lead, same_customer(Lead, ExternalContact))
        .where(
            ExternalContact.corp_id == corp_id, ExternalContact.external_userid == external_userid
        )
    ).one_or_none()
    if known is None:
        return None
    contact, score, lead = known
    follows = follows_by_customer(session, corp_id, [external_userid])[external_userid]
    return Portrait(contact, follows, story(session, corp_id, external_userid, lead), score, lead)


def same_customer(
    one: type[Score | Lead], other: type[Score | ExternalContact]
) -> ColumnElement[bool]:
    """Whether two rows are about one customer."""
    return (one.corp_id == other.corp_id) & (one.external_userid == other.external_userid)


def score_and_lead(
    session: Session, corp_id: str, external_userid: str
) -> tuple[Score | None, Lead | None]:
    """How the customer scores, and the lead if there is one."""
    found = session.execute(
        select(Score, Lead)
        .outerjoin(Lead, same_customer(Lead, Score))
        .where(Score.corp_id == corp_id, Score.external_userid == external_userid)
    ).one_or_none()
    return (None, None) if found is None else (found[0], found[1])


def story(session: Session, corp_id: str, external_userid: str, lead: Lead | None) -> Story:
    """The rows of the customer's timeline, the newest of each kind."""
    events = session.scalars(
        select(InboxEvent)
        .options(selectinload(InboxEvent.reactions))
        .where(InboxEvent.corp_id == corp_id, InboxEvent.external_userid == external_userid)
        .order_by(InboxEvent.id.desc())
        .limit(MOST)
    ).all()
    commands = session.scalars(
        select(OutboxCommand)
        .where(OutboxCommand.corp_id == corp_id, OutboxCommand.external_userid == external_userid)
        .order_by(OutboxCommand.id.desc())
        .limit(MOST)
    ).all()
    messages = session.scalars(
        select(ChatMessage)
        .where(ChatMessage.corp_id == corp_id, ChatMessage.external_userid == external_userid)
        .order_by(ChatMessage.sent_at.desc(), ChatMessage.seq.desc())
        .limit(MOST)
    ).all()
    enrollments, tasks = sops(session, corp_id, external_userid)
    return Story(
        events,
        commands,
        enrollments,
        tasks,
        messages,
        lead,
        tales(session, corp_id, external_userid),
    )


def sops(
    session: Session, corp_id: str, external_userid: str
) -> tuple[list[Enrollment], list[Task]]:
    """The customer's enrollments and the tasks that came of them."""
    rows = session.execute(
        select(Enrollment, Task)
        .outerjoin(Task, Task.enrollment_id == Enrollment.id)
        .options(joinedload(Enrollment.sop))
        .where(Enrollment.corp_id == corp_id, Enrollment.external_userid == external_userid)
        .order_by(Enrollment.id, Task.due_at, Task.id)
    ).all()
    enrollments = list(dict.fromkeys(enrollment for enrollment, _task in rows))
    return enrollments, [task for _enrollment, task in rows if task is not None]


def why_tag(tag: FollowTag, found: Portrait, names: Names) -> Why:
    """The chain behind a tag: event → rule and version → MarkTag → WeCom's answer."""
    command = next((one for one in found.story.commands if one.id == tag.command_id), None)
    if command is None:
        return []
    event = next((one for one in found.story.events if one.id == command.event_id), None)
    return chain(command, event, names)
