"""What the mirror does when something happens to a follow or to the tag library."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.contacts.customer import mirror_customers
from app.contacts.known import Known
from app.contacts.library import mirror_library
from app.contacts.models import Follow
from app.contacts.sightings import Sighting
from app.contacts.staff import greet_strangers, strangers
from app.events.base import FollowEvent
from app.events.contacts import FollowAdded, FollowHalfAdded, FollowLost, FollowRemoved
from app.events.tags import CorpTagChanged, CorpTagCreated, CorpTagDeleted, CorpTagShuffled
from app.together import Troubles, alone

FE = TypeVar("FE", bound=FollowEvent)
CorpTagEvent = CorpTagCreated | CorpTagChanged | CorpTagDeleted | CorpTagShuffled


def mirror_follow(event: FollowEvent) -> None:
    """Bring the customer's rows in line with WeCom; an add makes the follow even where WeCom does
    not show it (not confirmed yet, or ended again since)."""
    alone(mirror_follows, event)


def mirror_follows(events: Sequence[FollowEvent]) -> Troubles:
    """The same for many customers of a corp."""
    members = strangers(events[0].corp_id, [event.userid for event in events])

    def settle(rows: Known, event: FollowEvent, seen: Sequence[Sighting]) -> None:
        theirs = [member for member in members if member.userid == event.userid]
        greet_strangers(rows.session, event.corp_id, theirs)
        if isinstance(event, FollowAdded):
            begin(rows, event, is_seen=shows(seen, event))

    return mirrored(events, settle)


def end_follow(event: FollowLost | FollowRemoved) -> None:
    """End the follow, unless it began anew after this: then the news is old."""
    alone(end_follows, event)


def end_follows(events: Sequence[FollowLost | FollowRemoved]) -> Troubles:
    """The same for many customers of a corp."""

    def settle(rows: Known, event: FollowLost | FollowRemoved, seen: Sequence[Sighting]) -> None:
        end(rows, event, is_seen=shows(seen, event))

    return mirrored(events, settle)


def mirrored(
    events: Sequence[FE], settle: Callable[[Known, FE, Sequence[Sighting]], None]
) -> Troubles:
    """Mirror the customers of these events, each of another customer, and settle each event."""
    by_customer = {event.external_userid: event for event in events}
    troubles = mirror_customers(
        events[0].corp_id,
        list(by_customer),
        lambda rows, customer, seen: settle(rows, by_customer[customer], seen),
    )
    return {by_customer[customer].event_id: trouble for customer, trouble in troubles.items()}


def mirror_tags(event: CorpTagEvent) -> None:
    """Bring the tag library in line with WeCom, whatever changed in it."""
    mirror_library(event.corp_id)


def shows(seen: Sequence[Sighting], event: FollowEvent) -> bool:
    """Whether WeCom shows the pair that the event is about."""
    return any(sighting.userid == event.userid for sighting in seen)


def begin(rows: Known, event: FollowAdded, *, is_seen: bool) -> None:
    """The follow has begun at `happened_at`, whatever arrived before this news did."""
    rows.contact(event.external_userid)
    is_new = rows.follow(event.userid, event.external_userid) is None
    follow = rows.begun(event.userid, event.external_userid, event.happened_at)
    if is_new:
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


def end(rows: Known, event: FollowLost | FollowRemoved, *, is_seen: bool) -> None:
    """The follow has ended at `happened_at`, even when its beginning has not arrived yet."""
    by_staff = isinstance(event, FollowRemoved)
    rows.contact(event.external_userid)
    follow = rows.begun(event.userid, event.external_userid, event.happened_at)
    began_since = follow.followed_at > event.happened_at or (
        follow.followed_at == event.happened_at and by_staff and is_seen
    )
    if began_since or (follow.ended_at is not None and follow.ended_at > event.happened_at):
        return
    follow.ended_at = event.happened_at
    follow.ended_by = "staff" if by_staff else "customer"
