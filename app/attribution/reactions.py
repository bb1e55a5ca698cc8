"""What the statistics do when a customer comes, leaves, or writes."""

from sqlalchemy import exists, select

from app.attribution.keeping import keep_arrivals, keep_replies
from app.attribution.models import Arrival
from app.contacts.taking import lock_customers
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved


def count_arrival(event: FollowAdded | FollowLost | FollowRemoved) -> None:
    """Fold the customer's history anew: late, repeated or shuffled news end the same."""
    with transaction() as session:
        keep_arrivals(session, event.corp_id, [event.external_userid])


def count_reply(event: CustomerSpoke) -> None:
    """Note the first message of a tie; most messages are not one, and write nothing."""
    with transaction() as session:
        is_news = exists().where(
            Arrival.corp_id == event.corp_id,
            Arrival.external_userid == event.external_userid,
            Arrival.userid == event.userid,
            Arrival.added_at <= event.happened_at,
            Arrival.ended_at.is_(None) | (Arrival.ended_at > event.happened_at),
            Arrival.replied_at.is_(None) | (Arrival.replied_at > event.happened_at),
        )
        if session.scalar(select(is_news)):
            lock_customers(session, event.corp_id, [event.external_userid])
            keep_replies(session, event.corp_id, [event.external_userid])
