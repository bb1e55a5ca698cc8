"""Follows that WeCom does not list any more: marked when missing, ended when missing twice running.

A lost callback must not leave a follow alive for ever, and a WeCom that forgets to list half of
its customers for a moment must not end anything.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ARRAY, Select, Text, cast, exists, func, select, update
from sqlalchemy.orm import Session

from app.contacts.mirror.models import MirrorMember
from app.contacts.models import Follow

TWICE = 2
MOST = 50
MOST_SHARE = 0.02  # of the living follows; one alone is always believed


def mark_absences(
    session: Session,
    corp_id: str,
    userid: str,
    listed: Sequence[str],
    *,
    before: datetime,
    asked_at: datetime,
) -> None:
    """Count one more absence for each of the member's follows from `before` that is not listed;
    forget those of a follow that is. What is neither is not written."""
    names = func.unnest(cast(list(listed), ARRAY(Text))).column_valued("listed")
    is_listed = exists().where(names == Follow.external_userid)
    of_member = (Follow.corp_id == corp_id, Follow.userid == userid)
    session.execute(
        update(Follow)
        .where(*of_member, Follow.absences > 0, is_listed)
        .values(absences=0, absent_at=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Follow)
        .where(
            *of_member,
            Follow.ended_at.is_(None),
            Follow.is_confirmed,
            Follow.followed_at < before,
            ~is_listed,
        )
        .values(absences=Follow.absences + 1, absent_at=func.coalesce(Follow.absent_at, asked_at))
        .execution_options(synchronize_session=False)
    )


def missing_twice(corp_id: str, run_id: int) -> Select[Follow]:
    """Living follows that two runs in a row have not seen, this one with all of its pages."""
    whole = select(MirrorMember.userid).where(
        MirrorMember.corp_id == corp_id,
        MirrorMember.run_id == run_id,
        MirrorMember.state == "done",
    )
    return (
        select(Follow)
        .where(
            Follow.corp_id == corp_id,
            Follow.absences >= TWICE,
            Follow.ended_at.is_(None),
            Follow.followed_at < Follow.absent_at,
            Follow.userid.in_(whole),
        )
        .order_by(Follow.id)
    )


def is_too_many(missing: int, living: int) -> bool:
    """Whether so many cannot have left unheard: rather a fault of WeCom's or ours."""
    return missing > MOST or (missing > 1 and missing > MOST_SHARE * living)
