"""Customers as the other slices leave them in the database, for tests of leads."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.archive.models import ChatMessage
from app.contacts.models import CorpTag, ExternalContact, Follow, FollowTag, Staff
from app.db import reading, transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost
from app.inbox.record import happened
from app.leads.defaults import make_default
from app.leads.models import Score
from app.leads.reactions import consider_lead
from app.leads.sync import mirror_lead
from tests.conftest import CORP, MOMENT

XIAOYU = "wmXiaoyu"
EXPO = "expo-gate-3"


def add(
    external_userid: str = XIAOYU,
    *,
    userid: str = "lisi",
    name: str = "张小雨",
    state: str = EXPO,
    at: datetime = MOMENT,
) -> FollowAdded:
    """A customer whom mirror_follow has brought, and the event that said so."""
    with transaction() as session:
        if not session.query(ExternalContact).filter_by(external_userid=external_userid).count():
            session.add(ExternalContact(corp_id=CORP, external_userid=external_userid, name=name))
        session.add(
            Follow(
                corp_id=CORP,
                userid=userid,
                external_userid=external_userid,
                state=state,
                followed_at=at,
            )
        )
        event = FollowAdded(
            corp_id=CORP,
            happened_at=at,
            userid=userid,
            external_userid=external_userid,
            state=state,
        )
        happened(session, event, key=f"added:{userid}:{external_userid}")
    return event


def speak(
    text: str,
    *,
    external_userid: str = XIAOYU,
    userid: str = "lisi",
    after: timedelta = timedelta(hours=1),
) -> CustomerSpoke:
    """A message that the archive has brought, and the event that said so."""
    with transaction() as session:
        number = session.query(ChatMessage).count() + 1
        message = ChatMessage(
            corp_id=CORP,
            msgid=f"m{number}",
            seq=number,
            sender=external_userid,
            userid=userid,
            external_userid=external_userid,
            sent_at=MOMENT + after,
            msgtype="text",
            body={},
            text=text,
        )
        session.add(message)
        session.flush()
        event = CustomerSpoke(
            corp_id=CORP,
            happened_at=message.sent_at,
            userid=userid,
            external_userid=external_userid,
            message_id=message.id,
        )
        happened(session, event, key=f"msg:{message.msgid}")
    return event


def put_tag(session: Session, tag_id: str, name: str) -> None:
    """A tag on the first follow, on its way to WeCom."""
    follow = session.query(Follow).order_by(Follow.id).first()
    assert follow is not None
    session.add(CorpTag(corp_id=CORP, tag_id=tag_id, group_id="g", name=name))
    session.add(FollowTag(corp_id=CORP, follow_id=follow.id, tag_id=tag_id))


def lose(*, userid: str = "lisi", after: timedelta = timedelta(days=1)) -> FollowLost:
    """A customer who left, after end_follow has noted it, and the event that said so."""
    with transaction() as session:
        follow = session.query(Follow).filter_by(userid=userid).one()
        follow.ended_at, follow.ended_by = MOMENT + after, "customer"
        event = FollowLost(
            corp_id=CORP,
            happened_at=MOMENT + after,
            userid=userid,
            external_userid=follow.external_userid,
        )
        happened(session, event, key=f"lost:{userid}:{follow.external_userid}")
    return event


def furnish() -> None:
    """Two members, one channel and the default rules."""
    with transaction() as session:
        session.add_all(
            [
                Staff(corp_id=CORP, userid="lisi", name="李思", can_follow=True),
                Staff(corp_id=CORP, userid="wangwu", name="王五", can_follow=True),
                Channel(corp_id=CORP, state=EXPO, name="展会三号门", source="展会"),
            ]
        )
        make_default(session, CORP)


def make_lead(external_userid: str = XIAOYU, name: str = "张小雨", words: str = "多少钱") -> None:
    """A customer who scanned, asked for the price, and stands in the CRM tables."""
    consider_lead(add(external_userid, name=name))
    consider_lead(speak(words, external_userid=external_userid))
    with reading() as session:
        score_id = session.query(Score.id).filter_by(external_userid=external_userid).scalar()
    mirror_lead(score_id)
