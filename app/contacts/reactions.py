"""What the mirror does when something happens to a follow or to the tag library."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.contacts.customer import mirror_customer
from app.contacts.follows import find_follow
from app.contacts.library import mirror_library
from app.contacts.models import Follow
from app.contacts.sightings import Sighting
from app.contacts.staff import greet_strangers, strangers
from app.contacts.taking import get_or_make_contact, make_follow
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowHalfAdded, FollowLost, FollowRemoved
from app.events.tags import CorpTagChanged, CorpTagCreated, CorpTagDeleted, CorpTagShuffled

CorpTagEvent = CorpTagCreated | CorpTagChanged | CorpTagDeleted | CorpTagShuffled


def mirror_follow(event: FollowEvent) -> None:
    """Bring the customer's rows in line with WeCom; an add makes the follow even where WeCom does
    not show it (not confirmed yet, or ended again since)."""
    members = strangers(event.corp_id, [event.userid])

    def settle(session: Session, seen: Sequence[Sighting]) -> None:
        greet_strangers(session, event.corp_id, members)
        if isinstance(event, FollowAdded):
            begin(session, event, is_seen=shows(seen, event))

    mirror_customer(event.corp_id, event.external_userid, settle)


def end_follow(event: FollowLost | FollowRemoved) -> None:
    """End the follow, unless it began anew after this: then the news is old."""

    def settle(session: Session, seen: Sequence[Sighting]) -> None:
        end(session, event, is_seen=shows(seen, event))

    mirror_customer(event.corp_id, event.external_userid, settle)


def mirror_tags(event: CorpTagEvent) -> None:
    """Bring the tag library in line with WeCom, whatever changed in it."""
    mirror_library(event.corp_id)


def shows(seen: Sequence[Sighting], event: FollowEvent) -> bool:
    """Whether WeCom shows the pair that the event is about."""
    return any(sighting.userid == event.userid for sighting in seen)


def begin(session: Session, event: FollowAdded, *, is_seen: bool) -> None:
    """The follow has begun at `happened_at`, whatever arrived before this news did."""
    get_or_make_contact(session, event.corp_id, event.external_userid)
    follow = find_follow(session, event.corp_id, event.userid, event.external_userid)
    if follow is None:
        follow = make_follow(
            session, event.corp_id, event.userid, event.external_userid, event.happened_at
        )
        follow.is_confirmed = False
    if not isinstance(event, FollowHalfAdded):
        follow.is_confirmed = True
    if not follow.state or event.happened_at > follow.followed_at:
        follow.state = event.state or follow.state
    if begins_anew(follow, event, is_seen=is_seen):
        follow.ended_at = follow.ended_by = None
        follow.followed_at = max(follow.followed_at, event.happened_at)
    elif follow.ended_at is not None:
        follow.followed_at = min(follow.followed_at, event.happened_at)


def begins_anew(follow: Follow, event: FollowAdded, *, is_seen: bool) -> bool:
    """Whether this add is newer than the end that we know of. Callbacks count whole seconds: in
    the same second WeCom's own list decides, which is no proof when the customer was the one."""
    if follow.ended_at is None:
        return False
    if event.happened_at == follow.ended_at:
        return is_seen and follow.ended_by == "staff"
    return event.happened_at > follow.ended_at


def end(session: Session, event: FollowLost | FollowRemoved, *, is_seen: bool) -> None:
    """The follow has ended at `happened_at`, even when its beginning has not arrived yet."""
    by_staff = isinstance(event, FollowRemoved)
    get_or_make_contact(session, event.corp_id, event.external_userid)
    follow = find_follow(session, event.corp_id, event.userid, event.external_userid)
    if follow is None:
        follow = make_follow(
            session, event.corp_id, event.userid, event.external_userid, event.happened_at
        )
    began_since = follow.followed_at > event.happened_at or (
        follow.followed_at == event.happened_at and by_staff and is_seen
    )
    if began_since or (follow.ended_at is not None and follow.ended_at > event.happened_at):
        return
    follow.ended_at = event.happened_at
    follow.ended_by = "staff" if by_staff else "customer"
