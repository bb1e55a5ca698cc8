"""What SOPs do when customers come, speak and leave."""

from collections.abc import Sequence

from app.contacts.begun import begun_follows
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved
from app.sop.enrolling import enroll
from app.sop.exits import stop_all
from app.together import Troubles, alone


def enroll_follow(event: FollowAdded) -> None:
    """Put a new customer on every SOP that is meant for them."""
    alone(enroll_follows, event)


def enroll_follows(events: Sequence[FollowAdded]) -> Troubles:
    """The same for many customers of a corp."""
    with transaction() as session:
        follows, troubles = begun_follows(session, events)
        alive = [
            (event, event.state or follows[event.event_id].state)
            for event in events
            if event.event_id in follows and follows[event.event_id].ended_at is None
        ]
        enroll(session, events[0].corp_id, alive)
        return troubles


def stop_on_reply(event: CustomerSpoke) -> None:
    """A customer who talks to the member needs no more of the SOPs that end on a reply."""
    with transaction() as session:
        stop_all(session, event, "reply", only_on_reply=True)


def stop_sops(event: FollowLost | FollowRemoved) -> None:
    """Whoever left gets nothing more."""
    with transaction() as session:
        stop_all(session, event, "lost" if isinstance(event, FollowLost) else "removed")
