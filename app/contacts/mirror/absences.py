"""Follows that WeCom does not list any more: marked when missing, ended when missing twice running.

A lost callback must not leave a follow alive for ever, and a WeCom that forgets to list half of
its customers for a moment must not end anything.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    any_,
    cast,
    exists,
    false,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from app.contacts.mirror.models import MirrorMember, MirrorRun
from app.contacts.models import Follow

TWICE = 2
MOST = 50
MOST_SHARE = 0.02  # of the living follows; one alone is always believed


def note_unlisted(
    session: Session, run: MirrorRun, userid: str, listed: Sequence[str], asked_at: datetime
) -> None:
    """Note the member's follows from before the run that WeCom does not list. A follow that is
    listed is not written."""
    names = func.unnest(cast(list(listed), ARRAY(Text))).column_valued("listed")
    session.execute(
        update(Follow)
        .where(
            Follow.corp_id == run.corp_id,
            Follow.userid == userid,
            Follow.ended_at.is_(None),
            Follow.is_confirmed,
            Follow.followed_at < run.created_at,
            ~exists().where(names == Follow.external_userid),
        )
        .values(absent_in=run.id, absent_at=func.coalesce(Follow.absent_at, asked_at))
        .execution_options(synchronize_session=False)
    )


def note_seen(session: Session, member: MirrorMember, external_userids: Sequence[str]) -> None:
    """What stands on a page is not absent, listed or not."""
    session.execute(
        update(Follow)
        .where(
            *noted(member),
            Follow.absent_in == member.run_id,
            Follow.external_userid == any_(cast(list(external_userids), ARRAY(Text))),
        )
        .values(absent_in=None)
        .execution_options(synchronize_session=False)
    )


def count_absences(session: Session, member: MirrorMember) -> None:
    """All of the member's pages have been read: who was on none of them is absent once more, and
    who came back was never absent."""
    is_absent = Follow.absent_in == member.run_id
    session.execute(
        update(Follow)
        .where(*noted(member), func.coalesce(is_absent, false()).is_(False))
        .values(absences=0, absent_at=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Follow)
        .where(*noted(member), is_absent)
        .values(absences=Follow.absences + 1)
        .execution_options(synchronize_session=False)
    )


def noted(member: MirrorMember) -> tuple[ColumnElement[bool], ...]:
    """The member's follows that some run has not seen."""
    return (
        Follow.corp_id == member.corp_id,
        Follow.userid == member.userid,
        Follow.absent_at.is_not(None),
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
            Follow.absent_at.is_not(None),
            Follow.absent_in == run_id,
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
