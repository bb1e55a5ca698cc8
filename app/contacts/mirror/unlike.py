"""Which of the follows on a page are not what our rows say: hashes of both, compared here."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import md5
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, Select, Text, any_, cast, extract, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.sightings import Sighting

BETWEEN = "\x1f"


class Known(NamedTuple):
    """What our rows say of one follow, in short."""

    state: str
    ended_at: datetime | None
    hashed: str


def unlike(session: Session, corp_id: str, userid: str, seen: Sequence[Sighting]) -> list[Sighting]:
    """Those of one member's customers whom we do not know so. Reads only."""
    rows = session.execute(hashes(corp_id, userid, [one.external_userid for one in seen]))
    ours = {
        external_userid: Known(state, ended_at, hashed)
        for external_userid, state, ended_at, hashed in rows
    }
    return [one for one in seen if not is_known(ours.get(one.external_userid), one)]


def is_known(ours: Known | None, seen: Sighting) -> bool:
    """Whether a sighting says nothing new."""
    if ours is None:
        return False
    if ours.ended_at is not None and seen.followed_at <= ours.ended_at:
        return True  # WeCom still lists a customer who has deleted the member
    return ours.ended_at is None and ours.hashed == hash_of(seen, seen.state or ours.state)


def hash_of(seen: Sighting, state: str) -> str:
    """What `hashes` makes of rows that say the same."""
    words = (
        *(seen.name, seen.avatar, seen.gender, seen.type, seen.corp_name),
        *(seen.remark, seen.description, seen.mobiles, state),
        *(seen.add_way, int(seen.followed_at.timestamp())),
        *("true", ",".join(sorted(seen.tag_ids))),
    )
    return md5(BETWEEN.join(map(str, words)).encode(), usedforsecurity=False).hexdigest()


def hashes(
    corp_id: str, userid: str, external_userids: Sequence[str]
) -> Select[str, str, datetime | None, str]:
    """external_userid, state, ended_at and the hash of the rows of each follow that we know."""
    in_order = aggregate_order_by(FollowTag.tag_id, FollowTag.tag_id.collate("C"))
    settled = (
        select(func.coalesce(func.array_to_string(func.array_agg(in_order), ","), ""))
        .where(FollowTag.follow_id == Follow.id, FollowTag.marked_at.is_not(None))
        .scalar_subquery()
    )
    contact, follow = ExternalContact, Follow
    words = (
        *(contact.name, contact.avatar, contact.gender, contact.type, contact.corp_name),
        *(follow.remark, follow.description, follow.mobiles, follow.state, follow.add_way),
        cast(extract("epoch", follow.followed_at), BigInteger),
        *(cast(follow.is_confirmed, Text), settled),
    )
    return (
        select(
            follow.external_userid,
            follow.state,
            follow.ended_at,
            func.md5(func.concat_ws(BETWEEN, *words)),
        )
        .join(
            contact,
            (contact.corp_id == follow.corp_id)
            & (contact.external_userid == follow.external_userid),
        )
        .where(
            follow.corp_id == corp_id,
            follow.userid == userid,
            follow.external_userid == any_(cast(list(external_userids), ARRAY(Text))),
        )
    )
