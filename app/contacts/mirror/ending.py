"""The end of a run: follows that WeCom has dropped unheard end here too, if they are not too many."""

import time
from collections.abc import Collection, Iterable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.asking import ask
from app.contacts.mirror.absences import is_too_many, missing_twice
from app.contacts.mirror.models import MirrorRun
from app.contacts.mirror.taking import ASKING_LASTS
from app.contacts.models import Follow
from app.contacts.taking import lock_customers
from app.db import reading, transaction
from app.events.contacts import FollowRemoved
from app.inbox.again import try_what_waited
from app.inbox.record import happened

A_SLICE = 10  # each is asked about by itself


def take_ends(run: MirrorRun) -> None:
    """Count what is missing, once; then end some of it, until nothing is left."""
    if run.missing is None:
        with transaction() as session:
            count(session, run)
        return
    with reading() as session:
        missing = session.scalars(missing_twice(run.corp_id, run.id).limit(A_SLICE)).all()
    shown = asked_about(missing)
    gone = [follow for follow in missing if follow.id in shown]
    still = {follow_id for follow_id, is_there in shown.items() if is_there}
    with transaction() as session:
        if not gone:
            finish(session, run, "done")
            return
        lock_customers(session, run.corp_id, [follow.external_userid for follow in gone])
        forget_absences(session, still)
        ended = end(session, [follow.id for follow in gone if follow.id not in still])
        session.execute(
            update(MirrorRun).where(MirrorRun.id == run.id).values(ended=MirrorRun.ended + ended)
        )


def asked_about(follows: Iterable[Follow]) -> dict[int, bool]:
    """Whether WeCom, asked about each customer alone, names the member all the same; as many of
    them as a slice has time for."""
    shown: dict[int, bool] = {}
    until = time.monotonic() + ASKING_LASTS
    for follow in follows:
        seen = ask(follow.corp_id, follow.external_userid)
        shown[follow.id] = any(one.userid == follow.userid for one in seen)
        if time.monotonic() > until:
            break
    return shown


def count(session: Session, run: MirrorRun) -> None:
    """How much would end; too much of it halts the run until a person says otherwise."""
    missing = session.scalar(
        select(func.count()).select_from(missing_twice(run.corp_id, run.id).subquery())
    )
    living = session.scalar(
        select(func.count())
        .select_from(Follow)
        .where(Follow.corp_id == run.corp_id, Follow.ended_at.is_(None))
    )
    session.execute(
        update(MirrorRun)
        .where(MirrorRun.id == run.id, MirrorRun.missing.is_(None))
        .values(missing=missing)
    )
    if is_too_many(missing or 0, living or 0):
        finish(session, run, "halted")


def forget_absences(session: Session, follow_ids: Collection[int]) -> None:
    """They were there after all."""
    session.execute(
        update(Follow)
        .where(Follow.id.in_(follow_ids))
        .values(absences=0, absent_at=None, absent_in=None)
    )


def end(session: Session, follow_ids: Collection[int]) -> int:
    """End follows as of the moment when they were missed first; what follows from an end does.

    A customer who deletes the member stays on WeCom's lists, so it was the member's doing.
    """
    follows = session.scalars(
        select(Follow).where(
            Follow.id.in_(follow_ids),
            Follow.ended_at.is_(None),
            Follow.followed_at < Follow.absent_at,
        )
    ).all()
    for follow in follows:
        assert follow.absent_at is not None
        event = FollowRemoved(
            corp_id=follow.corp_id,
            happened_at=follow.absent_at,
            userid=follow.userid,
            external_userid=follow.external_userid,
        )
        happened(session, event, f"missed:{follow.id}:{follow.absent_at.isoformat()}")
        follow.ended_at, follow.ended_by = follow.absent_at, "staff"
        follow.absences, follow.absent_at, follow.absent_in = 0, None, None
    return len(follows)


def finish(session: Session, run: MirrorRun, state: str) -> None:
    """The run is over; what had waited for something that it brought is tried again."""
    session.execute(
        update(MirrorRun)
        .where(MirrorRun.id == run.id)
        .values(state=state, finished_at=now(), lease_until=None, error=None, attempts=0)
    )
    try_what_waited(session, run.corp_id)
