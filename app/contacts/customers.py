"""The list of customers: what can be asked of it, and what stands in a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.contacts.models import ExternalContact, Follow, FollowTag


@dataclass(frozen=True)
class Wanted:
    """Filters as they stand in the address; an empty one asks for everybody."""

    words: str = ""
    userid: str = ""
    state: str = ""
    tag_id: str = ""
    status: str = ""  # alive | waiting (not confirmed yet) | ended

    @property
    def is_anything(self) -> bool:
        """Whether any filter is set."""
        return self != Wanted()


STATUSES: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "alive": (Follow.ended_at.is_(None),),
    "waiting": (Follow.ended_at.is_(None), Follow.is_confirmed.is_(False)),
    "ended": (Follow.ended_at.is_not(None),),
}


def customers(corp_id: str, wanted: Wanted) -> Select[ExternalContact]:
    """The customers with a follow that fits, the newest follow first."""
    newest = (
        select(Follow.external_userid, func.max(Follow.followed_at).label("at"))
        .where(Follow.corp_id == corp_id, *follow_filters(wanted))
        .group_by(Follow.external_userid)
        .subquery()
    )
    rows = (
        select(ExternalContact)
        .join(newest, newest.c.external_userid == ExternalContact.external_userid)
        .where(ExternalContact.corp_id == corp_id)
        .order_by(newest.c.at.desc(), ExternalContact.id.desc())
    )
    return rows.where(has_words(wanted.words)) if wanted.words else rows


def follow_filters(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    """What a customer's follow must fulfil: all of it, and the same follow."""
    filters = list(STATUSES.get(wanted.status, ()))
    if wanted.userid:
        filters.append(Follow.userid == wanted.userid)
    if wanted.state:
        filters.append(Follow.state == wanted.state)
    if wanted.tag_id:
        filters.append(Follow.tags.any(FollowTag.tag_id == wanted.tag_id))
    return filters


def has_words(words: str) -> ColumnElement[bool]:
    """In the customer's name, in their company's, or in what a member calls them."""
    called_so = (
        select(Follow.id)
        .where(
            Follow.corp_id == ExternalContact.corp_id,
            Follow.external_userid == ExternalContact.external_userid,
            Follow.remark.icontains(words, autoescape=True),
        )
        .exists()
    )
    return or_(
        ExternalContact.name.icontains(words, autoescape=True),
        ExternalContact.corp_name.icontains(words, autoescape=True),
        called_so,
    )


def follows_by_customer(
    session: Session, corp_id: str, external_userids: Sequence[str]
) -> dict[str, list[Follow]]:
    """external_userid → its follows with their tags, those alive first."""
    rows = session.scalars(
        select(Follow)
        .options(joinedload(Follow.tags))
        .where(Follow.corp_id == corp_id, Follow.external_userid.in_(external_userids))
        .order_by(Follow.ended_at.is_not(None), Follow.followed_at.desc(), Follow.id)
    ).unique()
    found: dict[str, list[Follow]] = {external_userid: [] for external_userid in external_userids}
    for follow in rows:
        found[follow.external_userid].append(follow)
    return found


def states_in_use(session: Session, corp_id: str) -> list[str]:
    """Every `state` that somebody came through."""
    rows = session.scalars(
        select(Follow.state)
        .where(Follow.corp_id == corp_id, Follow.state != "")
        .distinct()
        .order_by(Follow.state)
    )
    return list(rows)
