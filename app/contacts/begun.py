"""Follows as events found them: who comes back is not judged by how they left."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from app import clock
from app.contacts.follows import follows_for, not_mirrored
from app.contacts.models import Follow
from app.errors import NotYet
from app.events.archive import CustomerSpoke
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent, InboxReaction
from app.together import Troubles

Found = tuple[dict[int, Follow], Troubles]  # by event_id

MIRRORED_BY = "app.contacts.reactions.mirror_follow"
OVERTAKEN_BY = timedelta(seconds=1)  # callbacks count whole seconds, the archive milliseconds
# WeCom tells of an add up to minutes after the words of who came back, when its callback is late.
NEWS_TAKES = timedelta(minutes=2)


def begun_follows(
    session: Session, events: Sequence[FollowAdded], *options: ExecutableOption
) -> Found:
    """The follows that adds of one corp began. NotYet while the mirror only knows how one had ended
    before; one that has ended since is returned as it is."""
    return found(session, events, is_back, options)


def is_back(session: Session, event: FollowEvent, ended_at: datetime) -> bool:
    """Whether this add is newer than the end that the mirror knows."""
    return ended_at < event.happened_at or (
        ended_at == event.happened_at and is_news_coming(session, event)
    )


def follows_of_words(
    session: Session, events: Sequence[CustomerSpoke], *options: ExecutableOption
) -> Found:
    """The follows in which customers of one corp spoke. NotYet while they may be back without our
    knowing."""
    return found(session, events, may_be_back, options)


def may_be_back(session: Session, event: FollowEvent, ended_at: datetime) -> bool:
    """Whether these words were said after the end that the mirror knows, and news of the customer's
    return may still come."""
    if ended_at + OVERTAKEN_BY >= event.happened_at:
        return False
    return event.happened_at + NEWS_TAKES > clock.now() or is_news_coming(session, event)


def found(
    session: Session,
    events: Sequence[FollowEvent],
    is_behind: Callable[[Session, FollowEvent, datetime], bool],
    options: Sequence[ExecutableOption],
) -> Found:
    """The follows by event_id; NotYet for each event whose follow the mirror does not have, or has
    as it was before."""
    follows = follows_for(session, events, *options)
    troubles = not_mirrored(events, follows)
    for event in events:
        ended_at = follows[event.event_id].ended_at if event.event_id in follows else None
        if ended_at is not None and is_behind(session, event, ended_at):
            del follows[event.event_id]
            troubles[event.event_id] = NotYet(
                f"{event.external_userid} may be back, and the mirror does not know it yet"
            )
    return follows, troubles


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
