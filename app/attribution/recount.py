"""Counting everything again from the inbox's events, and saying where the kept rows differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.attribution.keeping import KINDS, keep_arrivals, misdated_replies, unlike
from app.attribution.models import Arrival
from app.contacts.taking import lock_customers
from app.db import reading, transaction
from app.inbox.models import InboxEvent

A_SLICE = 500  # customers at a time


@dataclass
class Recount:
    """How many customers were looked at, how many arrivals they have, and which of them differ."""

    customers: int = 0
    arrivals: int = 0
    differing: list[str] = field(default_factory=list)


def recount(corp_id: str, since: datetime | None = None, *, repair: bool = False) -> Recount:
    """Fold the events of every customer of whom something was told since then."""
    told = Recount()
    for customers in _slices(corp_id, since):
        with transaction() as session:
            lock_customers(session, corp_id, customers)
            wrong = unlike(session, corp_id, customers)
            told.differing += [_named(ought or vars(was)) for was, ought in wrong]
            misdated = misdated_replies(session, corp_id, customers) if not wrong else []
            told.differing += [f"{_named(vars(row))} (reply)" for row in misdated]
            if repair:
                keep_arrivals(session, corp_id, customers)
            told.customers += len(customers)
            told.arrivals += (
                session.scalar(
                    select(func.count(Arrival.id)).where(
                        Arrival.corp_id == corp_id, Arrival.external_userid.in_(customers)
                    )
                )
                or 0
            )
    return told


def _named(values: Mapping[str, Any]) -> str:
    return "{external_userid} {userid} {added_at:%Y-%m-%d %H:%M:%S}".format_map(values)


def _slices(corp_id: str, since: datetime | None) -> Iterator[list[str]]:
    """The customers of whom something was told, by name, some at a time."""
    last = ""
    while True:
        wanted = (
            select(InboxEvent.external_userid)
            .where(
                InboxEvent.corp_id == corp_id,
                InboxEvent.name.in_(KINDS),
                InboxEvent.external_userid > last,
                *([InboxEvent.happened_at >= since] if since else []),
            )
            .distinct()
            .order_by(InboxEvent.external_userid)
            .limit(A_SLICE)
        )
        with reading() as session:
            names = [name for name in session.scalars(wanted) if name]
        if not names:
            return
        last = names[-1]
        yield names
