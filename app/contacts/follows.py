"""Finding the tie of one member and one customer."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ARRAY, BigInteger, Text, any_, cast, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from app.contacts.models import Follow
from app.errors import NotYet
from app.events.base import FollowEvent
from app.together import Troubles


def find_follow(session: Session, corp_id: str, userid: str, external_userid: str) -> Follow | None:
    """The follow of this pair, alive or ended."""
    return session.scalars(
        select(Follow).where(
            Follow.corp_id == corp_id,
            Follow.userid == userid,
            Follow.external_userid == external_userid,
        )
    ).one_or_none()


def follows_for(
    session: Session, events: Sequence[FollowEvent], *options: ExecutableOption
) -> dict[int, Follow]:
    """The follow of each event's pair, by event_id. The events are of one corp."""
    wanted = cast([event.external_userid for event in events], ARRAY(Text))
    rows = session.scalars(
        select(Follow)
        .options(*options)
        .where(Follow.corp_id == events[0].corp_id, Follow.external_userid == any_(wanted))
    )
    by_pair = {(row.userid, row.external_userid): row for row in rows}
    pairs = {event.event_id: (event.userid, event.external_userid) for event in events}
    return {event_id: by_pair[pair] for event_id, pair in pairs.items() if pair in by_pair}


def not_mirrored(events: Iterable[FollowEvent], follows: Mapping[int, Follow]) -> Troubles:
    """NotYet for each event whose follow mirror_follow has not brought."""
    return {
        event.event_id: NotYet(
            f"the follow of {event.userid} and {event.external_userid} is not mirrored yet"
        )
        for event in events
        if event.event_id not in follows
    }


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


def lock_follows(session: Session, follow_ids: Iterable[int]) -> None:
    """Let nobody else change these follows or their tags until this transaction ends. They are
    locked in order, so that nobody waits in a ring."""
    wanted = Follow.id == any_(cast(sorted(set(follow_ids)), ARRAY(BigInteger)))
    session.execute(select(Follow.id).where(wanted).order_by(Follow.id).with_for_update())
