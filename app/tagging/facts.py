"""From rows to the values that rules judge."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archive.models import ChatMessage
from app.contacts.models import Follow
from app.corps.models import Corp
from app.errors import NotYet
from app.events.contacts import FollowAdded
from app.tagging.models import TagRule
from app.tagging.rules import Facts, Rule


def rule_of(row: TagRule) -> Rule:
    """The rule as a value."""
    return Rule(row.id, row.name, row.version, row.kind, row.condition, tuple(row.tag_ids))


def active_rules(session: Session, corp_id: str, *kinds: str) -> list[Rule]:
    """The rules that are on, the oldest first."""
    rows: Sequence[TagRule] = session.scalars(
        select(TagRule)
        .where(TagRule.corp_id == corp_id, TagRule.is_active, TagRule.kind.in_(kinds))
        .order_by(TagRule.id)
    ).all()
    return [rule_of(row) for row in rows]


def zone_of(session: Session, corp_id: str) -> ZoneInfo:
    """The corp's time zone."""
    return ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())


def facts_of_adding(session: Session, event: FollowAdded, follow: Follow) -> Facts:
    """What is known when a follow begins. The callback may lack the state that WeCom tells later."""
    return Facts(
        zone=zone_of(session, event.corp_id),
        state=event.state or follow.state or None,
        added_at=event.happened_at,
    )


def facts_of_message(session: Session, corp_id: str, message_id: int) -> Facts:
    """What a message says. Raises NotYet when it is not there."""
    found = session.scalar(
        select(ChatMessage.text).where(ChatMessage.id == message_id, ChatMessage.corp_id == corp_id)
    )
    if found is None:
        raise NotYet(f"the message {message_id} is not in the archive yet")
    return Facts(zone=zone_of(session, corp_id), text=found)
