"""Ties that WeCom lists and of whose beginning it never told: lost callbacks, and old friends."""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.attribution.fold import SAME
from app.attribution.keeping import keep_arrivals
from app.attribution.models import Arrival
from app.clock import now
from app.contacts.models import Follow
from app.corps.models import Corp
from app.db import reading, transaction
from app.events.contacts import AddFound
from app.inbox.record import happened

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=15)  # the news of an add may be on its way
A_SLICE, MOST_SLICES = 500, 400  # customers to a transaction, and transactions to a run


def find_adds(corp_row_id: int) -> None:
    """Keep a fact for each beginning that only the mirror knows, and count it."""
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
    found = 0
    for _ in range(MOST_SLICES):
        with transaction() as session:
            customers = [follow.external_userid for follow in session.scalars(uncounted(corp_id))]
            found += find(session, corp_id, customers)
        if len(customers) < A_SLICE:
            break
    if found:
        log.info("adds found by comparing", extra={"corp_id": corp_id, "count": found})


def find(session: Session, corp_id: str, customers: Sequence[str]) -> int:
    """Fold these customers anew; what is not counted even then was never told."""
    if not customers:
        return 0
    keep_arrivals(session, corp_id, set(customers))
    untold = session.scalars(uncounted(corp_id, customers)).all()
    for follow in untold:
        event = AddFound(
            corp_id=corp_id,
            happened_at=follow.followed_at,
            userid=follow.userid,
            external_userid=follow.external_userid,
            state=follow.state,
        )
        happened(session, event, f"found:{follow.id}:{follow.followed_at.isoformat()}")
    if untold:
        keep_arrivals(session, corp_id, {follow.external_userid for follow in untold})
    return len(untold)


def uncounted(corp_id: str, among: Collection[str] = ()) -> Select[Follow]:
    """Confirmed follows that no arrival stands for; those that began just now are on their way."""
    same_tie = (
        Arrival.corp_id == Follow.corp_id,
        Arrival.external_userid == Follow.external_userid,
        Arrival.userid == Follow.userid,
    )
    is_near = Arrival.added_at.between(Follow.followed_at - SAME, Follow.followed_at + SAME)
    is_within = (Arrival.added_at <= Follow.followed_at) & (
        Arrival.ended_at.is_(None) | (Arrival.ended_at > Follow.followed_at)
    )
    found = select(Follow).where(
        Follow.corp_id == corp_id,
        Follow.is_confirmed,
        Follow.followed_at < now() - PATIENCE,
        # A follow that was made for an end alone has no beginning.
        Follow.ended_at.is_(None) | (Follow.ended_at > Follow.followed_at),
        ~exists().where(*same_tie, is_near | is_within),
    )
    return found.where(Follow.external_userid.in_(among)) if among else found.limit(A_SLICE)
