"""A follow as an event found it: who comes back is not judged by how they left."""

from datetime import timedelta

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import Session

from app import clock
from app.contacts.follows import get_follow
from app.contacts.models import Follow
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent, InboxReaction

MIRRORED_BY = "app.contacts.reactions.mirror_follow"
OVERTAKEN_BY = timedelta(seconds=1)  # callbacks count whole seconds, the archive milliseconds
# WeCom tells of an add up to minutes after the words of who came back, when its callback is late.
NEWS_TAKES = timedelta(minutes=2)


def begun_follow(session: Session, event: FollowAdded) -> Follow:
    """The follow that this add began. NotYet while the mirror only knows how it had ended before;
    one that has ended since is returned as it is."""
    follow = get_follow(session, event.corp_id, event.userid, event.external_userid)
    if follow.ended_at is None or follow.ended_at > event.happened_at:
        return follow
    if follow.ended_at < event.happened_at or is_news_coming(session, event):
        raise NotYet(f"{event.external_userid} is back, and the mirror does not know it yet")
    return follow


def follow_of_words(session: Session, event: CustomerSpoke) -> Follow:
    """The follow in which the customer spoke. NotYet while they may be back without our knowing."""
    follow = get_follow(session, event.corp_id, event.userid, event.external_userid)
    if follow.ended_at is None or follow.ended_at + OVERTAKEN_BY >= event.happened_at:
        return follow
    if event.happened_at + NEWS_TAKES > clock.now() or is_news_coming(session, event):
        raise NotYet(f"{event.external_userid} spoke after the end, so they may be back")
    return follow


def is_news_coming(session: Session, event: FollowEvent) -> bool:
    """Whether an event of this pair is kept that the mirror has not taken in."""
    mirroring = exists().where(
        InboxReaction.event_id == InboxEvent.id,
        InboxReaction.name == MIRRORED_BY,
        InboxReaction.state.in_(("pending", "running", "again")),
    )
    coming = exists().where(
        InboxEvent.corp_id == event.corp_id,
        InboxEvent.external_userid == event.external_userid,
        InboxEvent.userid == event.userid,
        or_(
            and_(InboxEvent.state == "new", InboxEvent.name == "FollowAdded"),
            and_(InboxEvent.state == "planned", mirroring),
        ),
    )
    return bool(session.query(coming).scalar())
