"""What the statistics do when a customer comes, leaves, or writes."""

from collections.abc import Sequence

from sqlalchemy import select

from app.attribution.keeping import keep_arrivals, keep_replies
from app.attribution.models import Arrival
from app.contacts.taking import lock_customers
from app.db import transaction
from app.events.archive import CustomerSpoke
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved
from app.inbox.beside import as_table
from app.together import Troubles, alone


def count_arrival(event: FollowAdded | FollowLost | FollowRemoved) -> None:
    """Fold the customer's history anew: late, repeated or shuffled news end the same."""
    alone(count_arrivals, event)


def count_arrivals(events: Sequence[FollowAdded | FollowLost | FollowRemoved]) -> Troubles:
    """The same for many customers of a corp."""
    with transaction() as session:
        keep_arrivals(session, events[0].corp_id, [event.external_userid for event in events])
    return {}


def count_reply(event: CustomerSpoke) -> None:
    """Note the first message of a tie; most messages are not one, and write nothing."""
    alone(count_replies, event)


def count_replies(events: Sequence[CustomerSpoke]) -> Troubles:
    """The same for many customers of a corp."""
    corp_id = events[0].corp_id
    spoke = as_table(events)
    news = (
        select(Arrival.external_userid)
        .join(
            spoke,
            (Arrival.external_userid == spoke.c.external_userid)
            & (Arrival.userid == spoke.c.userid)
            & (Arrival.added_at <= spoke.c.happened_at),
        )
        .where(
            Arrival.corp_id == corp_id,
            Arrival.ended_at.is_(None) | (Arrival.ended_at > spoke.c.happened_at),
            Arrival.replied_at.is_(None) | (Arrival.replied_at > spoke.c.happened_at),
        )
        .distinct()
    )
    with transaction() as session:
        customers = session.scalars(news).all()
        if customers:
            lock_customers(session, corp_id, customers)
            keep_replies(session, corp_id, customers)
    return {}
