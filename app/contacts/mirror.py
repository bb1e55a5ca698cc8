"""Reconciling a whole corp with WeCom: members, tags and every follow; a second run writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, selectinload

from app.clock import now
from app.contacts.customer import mirror_customer, record
from app.contacts.library import mirror_library
from app.contacts.models import CorpTag, ExternalContact, Follow, Staff
from app.contacts.sightings import Sighting, of_batch
from app.contacts.staff import mirror_staff
from app.contacts.taking import lock_customers
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.errors import Gone
from bots.questions import BatchGetByUser

MEMBERS_A_CALL = 100
CUSTOMERS_A_PAGE = 100


@dataclass(frozen=True)
class Mirrored:
    """How many rows, or customers, a run had to change."""

    staff: int
    tags: int
    customers: int


def mirror_corp(corp_row_id: int) -> Mirrored:
    """Bring everything in line. Each page is kept when it is read, so a killed run loses little."""
    with reading() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
    staff, tags = mirror_staff(corp_id), mirror_library(corp_id)
    with reading() as session:
        library = frozenset(
            session.scalars(select(CorpTag.tag_id).where(CorpTag.corp_id == corp_id))
        )
        userids = session.scalars(
            select(Staff.userid)
            .where(Staff.corp_id == corp_id, Staff.can_follow)
            .order_by(Staff.userid)
        ).all()
    customers = sum(
        mirror_page(corp_id, page)
        for start in range(0, len(userids), MEMBERS_A_CALL)
        for page in pages(corp_id, userids[start : start + MEMBERS_A_CALL], library)
    )
    return Mirrored(staff, tags, customers)


def pages(
    corp_id: str, userids: Sequence[str], library: frozenset[str]
) -> Iterator[list[Sighting]]:
    """All customers of these members, page by page."""
    cursor: str | None = None
    while True:
        question = BatchGetByUser(list(userids), cursor=cursor, limit=CUSTOMERS_A_PAGE)
        try:
            answer = wecom(corp_id).ask(question)
        except Gone:  # none of them has a customer
            return
        yield of_batch(answer, library)
        cursor = answer.get("next_cursor")
        if not cursor:
            return


def mirror_page(corp_id: str, seen: Sequence[Sighting]) -> int:
    """Customers whom nobody knew are taken as seen; where a known one differs, WeCom is asked
    again about that one alone, since a page may be older than what we have learnt meanwhile."""
    asked_at = now()
    by_customer = sorted(seen, key=lambda sighting: sighting.external_userid)
    differing: list[str] = []
    changed = 0
    with transaction() as session:
        lock_customers(session, corp_id, (sighting.external_userid for sighting in seen))
        contacts, follows = known(session, corp_id, seen)
        for external_userid, group in groupby(by_customer, key=lambda one: one.external_userid):
            sightings = list(group)
            if external_userid not in contacts:
                record(session, corp_id, sightings, asked_at)
                changed += 1
            elif any(differs(contacts[external_userid], follows, one) for one in sightings):
                differing.append(external_userid)
    for external_userid in differing:
        mirror_customer(corp_id, external_userid)
    return changed + len(differing)


def known(
    session: Session, corp_id: str, seen: Sequence[Sighting]
) -> tuple[dict[str, ExternalContact], dict[tuple[str, str], Follow]]:
    """Our rows of those on a page."""
    contacts = session.scalars(
        select(ExternalContact).where(
            ExternalContact.corp_id == corp_id,
            ExternalContact.external_userid.in_({one.external_userid for one in seen}),
        )
    )
    pairs = {(one.userid, one.external_userid) for one in seen}
    follows = session.scalars(
        select(Follow)
        .options(selectinload(Follow.tags))
        .where(Follow.corp_id == corp_id, tuple_(Follow.userid, Follow.external_userid).in_(pairs))
    )
    return (
        {row.external_userid: row for row in contacts},
        {(row.userid, row.external_userid): row for row in follows},
    )


def differs(
    contact: ExternalContact, follows: dict[tuple[str, str], Follow], seen: Sighting
) -> bool:
    """Whether WeCom sees something that our rows do not say. What is on its way is no difference."""
    follow = follows.get((seen.userid, seen.external_userid))
    if follow is None:
        return True
    if follow.ended_at is not None and seen.followed_at <= follow.ended_at:
        return False  # WeCom still lists a customer who has deleted the member
    ours = (contact.name, contact.avatar, contact.gender, contact.type, contact.corp_name)
    theirs = (seen.name, seen.avatar, seen.gender, seen.type, seen.corp_name)
    mine = (follow.remark, follow.description, follow.state, follow.add_way, follow.followed_at)
    its = (
        seen.remark,
        seen.description,
        seen.state or follow.state,
        seen.add_way,
        seen.followed_at,
    )
    settled = {tag.tag_id for tag in follow.tags if tag.marked_at is not None}
    on_the_way = {tag.tag_id for tag in follow.tags} - settled
    return (
        (ours, mine) != (theirs, its)
        or follow.ended_at is not None
        or not follow.is_confirmed
        or settled != seen.tag_ids - on_the_way
    )
