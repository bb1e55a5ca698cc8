"""From rows to the values that rules judge."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, BigInteger, any_, cast, select
from sqlalchemy.orm import Session

from app.archive.models import ChatMessage
from app.contacts.models import Follow
from app.corps.models import Corp
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded
from app.tagging.models import TagRule
from app.tagging.rules import Facts, Rule
from app.together import Troubles


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


def facts_of_adding(zone: ZoneInfo, event: FollowAdded, follow: Follow) -> Facts:
    """What is known when a follow begins. The callback may lack the state that WeCom tells later."""
    return Facts(zone=zone, state=event.state or follow.state or None, added_at=event.happened_at)


def texts_of(session: Session, corp_id: str, message_ids: Sequence[int]) -> dict[int, str]:
    """What these messages say, by id."""
    wanted = ChatMessage.id == any_(cast(list(message_ids), ARRAY(BigInteger)))
    rows = select(ChatMessage.id, ChatMessage.text).where(wanted, ChatMessage.corp_id == corp_id)
    return dict(session.execute(rows).all())


def not_archived(events: Iterable[CustomerSpoke], texts: Mapping[int, str]) -> Troubles:
    """NotYet for each event whose message is not there."""
    return {
        event.event_id: NotYet(f"the message {event.message_id} is not in the archive yet")
        for event in events
        if event.message_id not in texts
    }
