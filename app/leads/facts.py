"""What the house knows of customers, gathered for judging: one query for each kind of fact."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, and_, select
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.archive.models import ChatMessage
from app.contacts.models import CorpTag, Follow, FollowTag
from app.inbox.models import InboxEvent
from app.leads.qualification import Facts, Spoken, Tagged, Tie
from app.outbox.models import OutboxCommand

_ENDS = ("FollowLost", "FollowRemoved")
_PROOFS = ("FollowAdded", "CustomerSpoke", *_ENDS)


@dataclass(frozen=True)
class Proofs:
    """The events behind the facts, so that each reason can be followed back to its beginning."""

    added: Mapping[tuple[str, str], int]  # (userid, external_userid) → event
    ended: Mapping[tuple[str, str], int]
    spoken: Mapping[int, int]  # a chat message's row → event


def facts_of(session: Session, corp_id: str, external_userid: str) -> Facts:
    """What is known of one customer."""
    return gather(session, corp_id, [external_userid])[external_userid]


def gather(session: Session, corp_id: str, external_userids: Collection[str]) -> dict[str, Facts]:
    """What is known of these customers, in four queries however many they are."""
    proofs = _proofs(session, corp_id, external_userids)
    ties = _ties(session, corp_id, external_userids, proofs)
    spoken = _spoken(session, corp_id, external_userids, proofs)
    tags = _tags(session, corp_id, external_userids)
    return {
        each: Facts(ties=ties[each], spoken=spoken[each], tags=tags[each])
        for each in external_userids
    }


def _proofs(session: Session, corp_id: str, external_userids: Collection[str]) -> Proofs:
    rows = session.execute(
        select(
            InboxEvent.id,
            InboxEvent.name,
            InboxEvent.userid,
            InboxEvent.external_userid,
            InboxEvent.fields["message_id"].astext.cast(BigInteger).label("message_id"),
        )
        .where(
            InboxEvent.corp_id == corp_id,
            InboxEvent.external_userid.in_(external_userids),
            InboxEvent.name.in_(_PROOFS),
        )
        .order_by(InboxEvent.id)
    ).all()
    return Proofs(
        added={_pair(row): row.id for row in rows if row.name == "FollowAdded"},
        ended={_pair(row): row.id for row in rows if row.name in _ENDS},
        spoken={row.message_id: row.id for row in rows if row.name == "CustomerSpoke"},
    )


def _pair(row: Row[Any]) -> tuple[str, str]:
    return row.userid, row.external_userid


def _ties(
    session: Session, corp_id: str, external_userids: Collection[str], proofs: Proofs
) -> dict[str, list[Tie]]:
    rows = session.execute(
        select(Follow, Channel.name)
        .outerjoin(Channel, and_(Channel.corp_id == Follow.corp_id, Channel.state == Follow.state))
        .where(
            Follow.corp_id == corp_id,
            Follow.external_userid.in_(external_userids),
            Follow.is_confirmed,
        )
        .order_by(Follow.followed_at, Follow.id)
    )
    found: dict[str, list[Tie]] = defaultdict(list)
    for follow, channel in rows:
        pair = follow.userid, follow.external_userid
        tie = Tie(
            userid=follow.userid,
            followed_at=follow.followed_at,
            state=follow.state,
            channel=channel or "",
            ended_at=follow.ended_at,
            event_id=proofs.added.get(pair),
            end_event_id=proofs.ended.get(pair),
        )
        found[follow.external_userid].append(tie)
    return found


def _spoken(
    session: Session, corp_id: str, external_userids: Collection[str], proofs: Proofs
) -> dict[str, list[Spoken]]:
    rows = session.execute(
        select(
            ChatMessage.id,
            ChatMessage.userid,
            ChatMessage.external_userid,
            ChatMessage.sent_at,
            ChatMessage.text,
        )
        .where(
            ChatMessage.corp_id == corp_id,
            ChatMessage.external_userid.in_(external_userids),
            ChatMessage.sender == ChatMessage.external_userid,
            ChatMessage.userid.is_not(None),
            ChatMessage.roomid == "",
            ChatMessage.action == "send",
        )
        .order_by(ChatMessage.sent_at, ChatMessage.seq)
    )
    found: dict[str, list[Spoken]] = defaultdict(list)
    for row in rows:
        said = Spoken(
            userid=row.userid, at=row.sent_at, text=row.text, event_id=proofs.spoken.get(row.id)
        )
        found[row.external_userid].append(said)
    return found


def _tags(
    session: Session, corp_id: str, external_userids: Collection[str]
) -> dict[str, list[Tagged]]:
    """Tags that are still on their way to WeCom count already: we have decided on them."""
    rows = session.execute(
        select(
            Follow.external_userid,
            FollowTag.tag_id,
            FollowTag.created_at,
            CorpTag.name,
            OutboxCommand.event_id,
        )
        .join(Follow, Follow.id == FollowTag.follow_id)
        .outerjoin(
            CorpTag,
            and_(CorpTag.corp_id == FollowTag.corp_id, CorpTag.tag_id == FollowTag.tag_id),
        )
        .outerjoin(OutboxCommand, OutboxCommand.id == FollowTag.command_id)
        .where(FollowTag.corp_id == corp_id, Follow.external_userid.in_(external_userids))
        .order_by(FollowTag.created_at, FollowTag.id)
    )
    found: dict[str, list[Tagged]] = defaultdict(list)
    for row in rows:
        tag = Tagged(
            tag_id=row.tag_id,
            name=row.name or row.tag_id,
            at=row.created_at,
            event_id=row.event_id,
        )
        found[row.external_userid].append(tag)
    return found
