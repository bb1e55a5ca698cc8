"""Taking what WeCom says into our rows; what is equal is not written."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ARRAY, Text, cast, func, select
from sqlalchemy.orm import Session

from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.sightings import Sighting


def lock_customers(session: Session, corp_id: str, external_userids: Iterable[str]) -> None:
    """Be the only one who mirrors these customers until this transaction ends."""
    wanted = sorted(set(external_userids))  # in order, so that nobody waits in a ring
    names = func.unnest(cast(wanted, ARRAY(Text)))
    rows = names.table_valued("name", with_ordinality="place").render_derived()
    in_order = select(rows.c.name).order_by(rows.c.place).subquery()
    key = func.hashtextextended(func.concat(f"customer:{corp_id}:", in_order.c.name), 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def write_contact(contact: ExternalContact, seen: Sighting) -> None:
    """What WeCom says into the row."""
    contact.name = seen.name
    contact.avatar = seen.avatar
    contact.gender = seen.gender
    contact.type = seen.type
    contact.corp_name = seen.corp_name


def take_follow(session: Session, follow: Follow, seen: Sighting, asked_at: datetime) -> None:
    """What WeCom sees now into the follow. An ended one comes back only when it began anew since:
    WeCom still shows a customer who has deleted the member."""
    follow.remark = seen.remark
    follow.description = seen.description
    follow.mobiles = seen.mobiles
    follow.state = seen.state or follow.state
    follow.add_way = seen.add_way
    follow.is_confirmed = True
    if follow.ended_at is None or seen.followed_at > follow.ended_at:
        follow.ended_at = follow.ended_by = None
        follow.followed_at = seen.followed_at
    take_tags(session, follow, seen.tag_ids, asked_at)


def take_tags(
    session: Session, follow: Follow, tag_ids: frozenset[str], asked_at: datetime
) -> None:
    """A tag that only WeCom has was put on by hand; one that WeCom agreed to and lost is gone;
    one that is on its way to WeCom stays."""
    ours = {tag.tag_id: tag for tag in follow.tags}
    for tag_id in sorted(tag_ids - ours.keys()):
        follow.tags.append(FollowTag(corp_id=follow.corp_id, tag_id=tag_id, marked_at=asked_at))
    for tag_id, tag in ours.items():
        if tag_id in tag_ids:
            tag.marked_at = tag.marked_at or asked_at
        elif tag.marked_at is not None:
            session.delete(tag)
