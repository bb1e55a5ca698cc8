"""Finding the tie of one member and one customer."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.models import Follow
from app.errors import NotYet


def find_follow(session: Session, corp_id: str, userid: str, external_userid: str) -> Follow | None:
    """The follow of this pair, alive or ended."""
    return session.scalars(
        select(Follow).where(
            Follow.corp_id == corp_id,
            Follow.userid == userid,
            Follow.external_userid == external_userid,
        )
    ).one_or_none()


def get_follow(session: Session, corp_id: str, userid: str, external_userid: str) -> Follow:
    """The follow of this pair. Raises NotYet while mirror_follow has not brought it."""
    follow = find_follow(session, corp_id, userid, external_userid)
    if follow is None:
        raise NotYet(f"the follow of {userid} and {external_userid} is not mirrored yet")
    return follow


def follows_of(session: Session, corp_id: str, external_userid: str) -> Sequence[Follow]:
    """All follows of a customer, ended ones too, the oldest first."""
    return session.scalars(
        select(Follow)
        .where(Follow.corp_id == corp_id, Follow.external_userid == external_userid)
        .order_by(Follow.followed_at, Follow.id)
    ).all()


def newest_follows(session: Session, corp_id: str, userid: str, most: int) -> Sequence[Follow]:
    """A member's living follows, the newest first."""
    return session.scalars(
        select(Follow)
        .where(Follow.corp_id == corp_id, Follow.userid == userid, Follow.ended_at.is_(None))
        .order_by(Follow.followed_at.desc(), Follow.id.desc())
        .limit(most)
    ).all()


def lock_follow(session: Session, follow_id: int) -> None:
    """Let nobody else change this follow or its tags until this transaction ends."""
    session.execute(select(Follow.id).where(Follow.id == follow_id).with_for_update())
