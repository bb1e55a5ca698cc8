"""What SOPs do when customers come, speak and leave."""

from app.contacts.begun import begun_follow
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved
from app.sop.enrolling import enroll, sops_for
from app.sop.exits import stop_all


def enroll_follow(event: FollowAdded) -> None:
    """Put a new customer on every SOP that is meant for them."""
    with transaction() as session:
        follow = begun_follow(session, event)
        if follow.ended_at is None:
            for sop in sops_for(session, event.corp_id, event.state or follow.state):
                enroll(session, sop, event)


def stop_on_reply(event: CustomerSpoke) -> None:
    """A customer who talks to the member needs no more of the SOPs that end on a reply."""
    with transaction() as session:
        stop_all(session, event, "reply", only_on_reply=True)


def stop_sops(event: FollowLost | FollowRemoved) -> None:
    """Whoever left gets nothing more."""
    with transaction() as session:
        stop_all(session, event, "lost" if isinstance(event, FollowLost) else "removed")
