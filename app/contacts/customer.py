"""Mirroring one customer: ask WeCom, and record the answer only if nothing changed meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.clock import now
from app.contacts.follows import follows_of, lock_follow
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.sightings import Sighting, of_customer
from app.contacts.taking import lock_customers, take_contact, take_follow
from app.corps.wecom import wecom
from app.db import reading, transaction
from app.errors import NotYet
from bots.errors import Gone
from bots.questions import GetExternalContact

TRIES = 4

# What a reaction adds in the same transaction, given what WeCom has just said.
Settle = Callable[[Session, Sequence[Sighting]], None]


def mirror_customer(corp_id: str, external_userid: str, settle: Settle | None = None) -> None:
    """Bring our rows of this customer in line with WeCom, whatever else runs at the same time.

    An answer is stale when our rows were written while it travelled (a tag was marked, a newer
    answer came first): then WeCom is asked again, so older never overwrites newer.
    """
    for _ in range(TRIES):
        with reading() as session:
            before = version(session, corp_id, external_userid)
        asked_at = now()
        seen = ask(corp_id, external_userid)
        with transaction() as session:
            lock_all(session, corp_id, external_userid)
            if version(session, corp_id, external_userid) == before:
                record(session, corp_id, seen, asked_at)
                if settle:
                    settle(session, seen)
                return
    raise NotYet(f"the customer {external_userid} changes faster than WeCom answers")


def ask(corp_id: str, external_userid: str) -> list[Sighting]:
    """All members who follow this customer; none when the customer is nobody's (any more)."""
    client, seen, cursor = wecom(corp_id), list[Sighting](), None
    while True:
        try:
            answer = client.ask(GetExternalContact(external_userid, cursor=cursor))
        except Gone:
            return []
        seen += of_customer(answer)
        cursor = answer.get("next_cursor")
        if not cursor:
            return seen


def lock_all(session: Session, corp_id: str, external_userid: str) -> None:
    """Nobody else may mirror this customer or touch their tags until the transaction ends."""
    lock_customers(session, corp_id, [external_userid])
    for follow in follows_of(session, corp_id, external_userid):
        lock_follow(session, follow.id)
    session.expire_all()  # what was read before the locks may be old


def version(session: Session, corp_id: str, external_userid: str) -> list[tuple[Any, ...]]:
    """Every row of this customer with the transaction that wrote it last."""
    its_follows = select(Follow.id).where(
        Follow.corp_id == corp_id, Follow.external_userid == external_userid
    )
    chosen = (
        (ExternalContact, ExternalContact.external_userid == external_userid),
        (Follow, Follow.external_userid == external_userid),
        (FollowTag, FollowTag.follow_id.in_(its_follows)),
    )
    found: list[tuple[Any, ...]] = []
    for model, of_this_customer in chosen:
        xmin: ColumnElement[str] = literal_column(f"{model.__tablename__}.xmin::text")
        rows = select(model.id, xmin).where(model.corp_id == corp_id, of_this_customer)
        found += [(model.__tablename__, *row) for row in session.execute(rows.order_by(model.id))]
    return found


def record(session: Session, corp_id: str, seen: Sequence[Sighting], asked_at: datetime) -> None:
    """Take all that was seen into our rows."""
    for sighting in seen:
        contact = take_contact(session, corp_id, sighting)
        contact.mirrored_at = asked_at
        flag_modified(contact, "mirrored_at")  # a new version, even when nothing differs
    known = {
        follow.userid: follow
        for follow in (follows_of(session, corp_id, seen[0].external_userid) if seen else ())
    }
    for sighting in seen:
        follow = take_follow(session, known.get(sighting.userid), corp_id, sighting, asked_at)
        follow.mirrored_at = asked_at
