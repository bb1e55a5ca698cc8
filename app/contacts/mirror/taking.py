"""Taking a page of one member's customers into our rows, whatever else runs at the same time."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ARRAY, Text, any_, cast, select
from sqlalchemy.orm import Session, selectinload

from app.contacts.customer import mirror_customer
from app.contacts.mirror.bulk import bring_contacts, bring_follows
from app.contacts.mirror.moment import written_since
from app.contacts.mirror.unlike import unlike
from app.contacts.models import ExternalContact, Follow
from app.contacts.sightings import Sighting
from app.contacts.taking import lock_customers, take_follow, write_contact
from app.db import reading, transaction

ASKING_LASTS = 10.0  # seconds of real time: a job must end well within its minute


@dataclass(frozen=True)
class Page:
    """What WeCom said of one member's customers, asked at `asked_at` and after `since`."""

    corp_id: str
    userid: str
    seen: Sequence[Sighting]
    asked_at: datetime
    since: int


def take_page(page: Page) -> int | None:
    """Bring our rows in line with a page; returns how many follows had to change.

    What was written while the page travelled may be newer than it: WeCom is asked again about
    those customers, one by one. None when they were too many for one slice: asked for once more,
    the page will find those that were done as it says.
    """
    with reading() as session:
        new = unlike(session, page.corp_id, page.userid, page.seen)
    if not new:
        return 0
    with transaction() as session:
        changed, unsure = take(session, page, new)
    until = time.monotonic() + ASKING_LASTS
    for count, external_userid in enumerate(sorted(unsure), start=1):
        mirror_customer(page.corp_id, external_userid)
        if count < len(unsure) and time.monotonic() > until:
            return None
    return changed + len(unsure)


def take(session: Session, page: Page, new: Sequence[Sighting]) -> tuple[int, set[str]]:
    """Record what is new and sure; returns how many follows, and whom to ask about again."""
    names = [one.external_userid for one in new]
    lock_customers(session, page.corp_id, names)
    contacts, follows = known(session, page.corp_id, page.userid, names)
    ours = {*contacts, *follows}
    unsure = written_since(session, page.corp_id, ours, page.since) if ours else set()
    sure = [one for one in new if one.external_userid not in unsure]
    fresh = [one for one in sure if one.external_userid not in follows]
    changed = [
        (follows[one.external_userid], one)
        for one in sure
        if one.external_userid in follows
        and differs(contacts.get(one.external_userid), follows[one.external_userid], one)
    ]
    strangers = [one for one in sure if one.external_userid not in contacts]
    bring_contacts(session, page.corp_id, strangers, page.asked_at)
    for one in sure:
        if one.external_userid in contacts:
            write_contact(contacts[one.external_userid], one)
    bring_follows(session, page.corp_id, fresh, page.asked_at)
    for follow, one in changed:
        take_follow(session, follow, one, page.asked_at)
        follow.mirrored_at = page.asked_at
    return len(fresh) + len(changed), unsure


def known(
    session: Session, corp_id: str, userid: str, external_userids: Sequence[str]
) -> tuple[dict[str, ExternalContact], dict[str, Follow]]:
    """Our rows of some customers of one member; their follows are locked until the end."""
    wanted = cast(list(external_userids), ARRAY(Text))
    contacts = session.scalars(
        select(ExternalContact).where(
            ExternalContact.corp_id == corp_id, ExternalContact.external_userid == any_(wanted)
        )
    )
    follows = session.scalars(
        select(Follow)
        .options(selectinload(Follow.tags))
        .where(
            Follow.corp_id == corp_id,
            Follow.userid == userid,
            Follow.external_userid == any_(wanted),
        )
        .order_by(Follow.id)
        .with_for_update()
    )
    return (
        {row.external_userid: row for row in contacts},
        {row.external_userid: row for row in follows},
    )


def differs(contact: ExternalContact | None, follow: Follow, seen: Sighting) -> bool:
    """Whether WeCom sees something that our rows do not say. What is on its way is no difference."""
    if contact is None:
        return True
    if follow.ended_at is not None and seen.followed_at <= follow.ended_at:
        return False  # WeCom still lists a customer who has deleted the member
    ours = (contact.name, contact.avatar, contact.gender, contact.type, contact.corp_name)
    theirs = (seen.name, seen.avatar, seen.gender, seen.type, seen.corp_name)
    mine = (
        *(follow.remark, follow.description, follow.mobiles),
        *(follow.state, follow.add_way, follow.followed_at),
    )
    its = (
        seen.remark,
        seen.description,
        seen.mobiles,
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
