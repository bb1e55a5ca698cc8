"""Adds, losses, words and leads as the doors leave them, told to the statistics."""

from datetime import datetime, timedelta

from app.acquisition.models import Channel
from app.archive.models import ChatMessage
from app.attribution.reactions import count_arrival, count_reply
from app.clock import now
from app.contacts.models import ExternalContact, Staff
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved
from app.inbox.record import happened
from app.leads.models import Lead
from app.outbox.models import OutboxCommand
from tests.conftest import CORP, MOMENT

EXPO = "lk-expo"


def furnish() -> None:
    """Two members, and a channel whose name is a formula."""
    with transaction() as session:
        for userid, name in (("lina", "李娜"), ("sunyue", "孙悦")):
            session.add(Staff(corp_id=CORP, userid=userid, name=name, can_follow=True))
        session.add(Channel(corp_id=CORP, state=EXPO, name="=展会"))
        session.add(Channel(corp_id=CORP, state="lk-quiet", name="没人来"))


def at(days: float) -> datetime:
    """So many days after (before, if negative) the test's moment."""
    return MOMENT + timedelta(days=days)


def add(who: str, days: float, *, userid: str = "lina", state: str = EXPO) -> int:
    """A customer adds a member; returns the event."""
    event = FollowAdded(
        corp_id=CORP, happened_at=at(days), userid=userid, external_userid=who, state=state
    )
    with transaction() as session:
        event_id = happened(session, event, f"add {who} {userid} {days}")
        known = session.query(ExternalContact).filter_by(external_userid=who).count()
        if not known:
            session.add(ExternalContact(corp_id=CORP, external_userid=who, name=f"客户{who}"))
    count_arrival(event)
    assert event_id is not None
    return event_id


def lose(who: str, days: float, *, userid: str = "lina", by_staff: bool = False) -> None:
    """The tie ends."""
    kind = FollowRemoved if by_staff else FollowLost
    event = kind(corp_id=CORP, happened_at=at(days), userid=userid, external_userid=who)
    with transaction() as session:
        happened(session, event, f"lose {who} {userid} {days}")
    count_arrival(event)


def write(who: str, days: float, *, userid: str = "lina") -> None:
    """The customer writes to the member, and the archive has it."""
    with transaction() as session:
        message = ChatMessage(
            corp_id=CORP,
            msgid=f"{who} {days}",
            seq=1,
            sender=who,
            userid=userid,
            external_userid=who,
            sent_at=at(days),
            msgtype="text",
            body={},
        )
        session.add(message)
        session.flush()
        event = CustomerSpoke(
            corp_id=CORP,
            happened_at=at(days),
            userid=userid,
            external_userid=who,
            message_id=message.id,
        )
    count_reply(event)


def welcome(event_id: int, state: str = "done") -> None:
    """What the outbox holds of an add's welcome."""
    with transaction() as session:
        session.add(
            OutboxCommand(
                corp_id=CORP,
                key=f"welcome {event_id}",
                kind="SendWelcome",
                body={},
                because={},
                event_id=event_id,
                state=state,
                due_at=now(),
            )
        )


def lead(who: str, stage: str = "new") -> None:
    """The customer is a lead."""
    with transaction() as session:
        session.add(
            Lead(
                corp_id=CORP,
                external_userid=who,
                owner="lina",
                name=who,
                stage=stage,
                score=60,
                contributions=[],
                qualified_at=now(),
                changed_at=now(),
            )
        )
