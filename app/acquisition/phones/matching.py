"""A customer who was added is found on a list: by the number that the member notes on them, or by
the member's own word. Then the list's tags and remark follow.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.acquisition.phones.giving import WITH_SOMEBODY, end_turns, zone_of
from app.acquisition.phones.importing import lock_lists
from app.acquisition.phones.known import friendships, numbers_in
from app.acquisition.phones.models import PhoneItem, PhoneList, PhoneTask, PhoneTurn
from app.acquisition.reactions import is_free
from app.acquisition.remarks import remark
from app.clock import now
from app.contacts.follows import follows_for
from app.contacts.marking import mark
from app.contacts.models import Follow
from app.contacts.queries import customer_names
from app.db import transaction
from app.events.contacts import FollowAdded, FollowEdited
from app.outbox.say import Because, say
from app.sentences import Sentence
from app.together import Troubles, alone
from bots.commands import Remark

UNREACHED = ("open", *WITH_SOMEBODY, "failed")


def match_phone(event: FollowAdded | FollowEdited) -> None:
    """Find the noted numbers of a customer on the lists."""
    alone(match_phones, event)


def match_phones(events: Sequence[FollowAdded | FollowEdited]) -> Troubles:
    """The same for many customers of a corp; most are on no list."""
    corp_id = events[0].corp_id
    with transaction() as session:
        follows = follows_for(session, events)
        noted = [
            (follow, event_id)
            for event_id, follow in follows.items()
            if follow.ended_at is None and follow.mobiles
        ]
        if not noted:
            return {}
        lock_lists(session, corp_id)  # before the look: a list may be just about to be there
        if not has_lists(session, corp_id):
            return {}
        numbers = {follow.id: set(numbers_in(follow.mobiles)) for follow, _ in noted}
        rows = unreached(session, corp_id, list(set[str]().union(*numbers.values())))
        found = {item.phone for item in rows}
        for follow, event_id in sorted(noted, key=lambda one: one[0].id):
            if numbers[follow.id] & found:
                match(session, follow, event_id or None)
    return {}


def has_lists(session: Session, corp_id: str) -> bool:
    """Whether any list of the corp runs."""
    running = select(PhoneList.id).where(
        PhoneList.corp_id == corp_id, PhoneList.closed_at.is_(None)
    )
    return session.scalar(select(running.exists())) or False


def match_noted(session: Session, task: PhoneTask) -> None:
    """Find the friends among the numbers of a task whom no callback told us of."""
    phones = session.scalars(
        select(PhoneItem.phone).where(
            PhoneItem.task_id == task.id, PhoneItem.state.in_(WITH_SOMEBODY)
        )
    ).all()
    for follow in friendships(session, task.corp_id, phones) if phones else ():
        match(session, follow, None)


def match(session: Session, follow: Follow, event_id: int | None) -> None:
    """Reach the numbers that are noted on this follow."""
    for item in unreached(session, follow.corp_id, list(numbers_in(follow.mobiles))):
        reach(session, item, follow, event_id)


def unreached(session: Session, corp_id: str, phones: Sequence[str]) -> Sequence[PhoneItem]:
    """The numbers of lists that run, locked."""
    return session.scalars(
        select(PhoneItem)
        .join(PhoneList, PhoneList.id == PhoneItem.list_id)
        .where(
            PhoneItem.corp_id == corp_id,
            PhoneItem.phone.in_(phones),
            PhoneItem.state.in_(UNREACHED),
            PhoneList.closed_at.is_(None),
        )
        .order_by(PhoneItem.id)
        .with_for_update(of=PhoneItem),
        execution_options={"populate_existing": True},
    ).all()


def reach(session: Session, item: PhoneItem, follow: Follow, event_id: int | None) -> None:
    """The number's owner is a friend: since the list came, or it turns out that they were before."""
    item.external_userid, item.added_by, item.ended_at = (
        follow.external_userid,
        follow.userid,
        now(),
    )
    if was_friend(follow.followed_at, item.created_at) or is_reached(session, item):
        item.state = "friend"
        end_turns(session, [item.id], "friend")
        return
    is_own = item.userid in (None, follow.userid)
    own = (PhoneTurn.item_id == item.id, PhoneTurn.userid == follow.userid)
    if item.state == "failed":  # it went well after all
        failed = update(PhoneTurn).where(*own, PhoneTurn.ended_because == "failed")
        session.execute(failed.values(ended_at=None, ended_because=None))
    item.state, item.asked_at = "added", item.asked_at or now()
    end_turns(session, [item.id], "added" if is_own else "elsewhere")
    if is_own:
        asked = update(PhoneTurn).where(*own, PhoneTurn.asked_at.is_(None))
        session.execute(asked.values(asked_at=now()))
    greet_with_settings(session, item, follow, event_id)


def was_friend(followed_at: datetime, listed_at: datetime) -> bool:
    """WeCom counts whole seconds: in the same second the list came first."""
    return followed_at < listed_at.replace(microsecond=0)


def is_reached(session: Session, item: PhoneItem) -> bool:
    """Whether the same person was reached by another number of this list: counted once."""
    same = select(PhoneItem.id).where(
        PhoneItem.list_id == item.list_id,
        PhoneItem.external_userid == item.external_userid,
        PhoneItem.state == "added",
        PhoneItem.id != item.id,
    )
    return session.scalar(select(same.exists())) or False


def greet_with_settings(
    session: Session, item: PhoneItem, follow: Follow, event_id: int | None
) -> None:
    """Put on the list's tags and its remark, each with its reason."""
    made = session.scalars(select(PhoneList).where(PhoneList.id == item.list_id)).one()
    because = why(made, event_id)
    if made.tag_ids:
        mark(session, follow, dict.fromkeys(made.tag_ids, because))
    name = customer_names(session, follow.corp_id, [follow.external_userid])
    called = name.get(follow.external_userid, "")
    wanted = remark(
        made.remark_template,
        name=item.name or called,
        channel=made.name,
        added_at=follow.followed_at,
        zone=zone_of(session, made.corp_id),
    )
    if is_free(follow, called) and wanted not in ("", follow.remark):
        say(
            session,
            made.corp_id,
            Remark(follow.userid, follow.external_userid, remark=wanted),
            key=f"remark:{follow.id}:phones:{made.id}",
            because=because,
            userid=follow.userid,
            external_userid=follow.external_userid,
        )


def why(made: PhoneList, event_id: int | None) -> Because:
    """The reason, in words for the timeline; it names the list, never the number."""
    return Because(
        reaction="match_phone",
        reason=Sentence("客户在手机号名单「%(name)s」里，按名单的设置处理", {"name": made.name}),
        rule=Sentence("手机号名单 %(name)s", {"name": made.name}),
        event_id=event_id,
    )
