"""Counts who got a customer by which code, each add once, and looks again when a cap is reached."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.models import Channel, ContactWay
from app.acquisition.schedule.changes import look_again, schedule_of, tell_soon
from app.acquisition.schedule.facts import zone_of
from app.acquisition.schedule.models import CodeCount, CodeSchedule, CountedAdd
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.db import transaction
from app.events.contacts import FollowAdded


def count_add(event: FollowAdded) -> None:
    """Count the add; when it took the last free place, somebody else receives from now on."""
    if not event.state:
        return
    with transaction() as session:
        way = way_of(session, event)
        if way is None or not is_first(session, way, event):
            return
        row = schedule_of(session, way.id, lock=True)  # one add after the other sees the others
        day = event.happened_at.astimezone(zone_of(session, way.corp_id)).date()
        add_one(session, way, event.userid, day)
        if row is None or way.stopped_at or not Plan.of(row.plan).caps.is_any():
            return
        look_again_now(session, row, way)


def look_again_now(session: Session, row: CodeSchedule, way: ContactWay) -> None:
    """Decide anew who receives by a locked code; a worker tells WeCom at once if that changed."""
    waits = row.due_at if not way.is_pushed else None  # what failed keeps its own time
    version = way.version
    look_again(session, [(row, way)], now())
    if way.version != version:
        tell_soon(session, row)
    elif waits is not None:
        row.due_at = waits


def way_of(session: Session, event: FollowAdded) -> ContactWay | None:
    """The code that a customer came by."""
    return session.scalars(
        select(ContactWay)
        .join(ContactWay.channel)
        .where(Channel.corp_id == event.corp_id, Channel.state == event.state)
        .order_by(ContactWay.id)
        .limit(1)
    ).one_or_none()


def is_first(session: Session, way: ContactWay, event: FollowAdded) -> bool:
    """Whether this event has not been counted before."""
    mine = insert(CountedAdd).values(
        corp_id=way.corp_id,
        event_id=event.event_id,
        way_id=way.id,
        userid=event.userid,
        added_at=event.happened_at,
        created_at=now(),
    )
    counted = mine.on_conflict_do_nothing().returning(CountedAdd.id)
    return session.scalar(counted) is not None


def add_one(session: Session, way: ContactWay, userid: str, day: date) -> None:
    """One more, in one statement: nobody's increment is lost."""
    one = insert(CodeCount).values(
        corp_id=way.corp_id, way_id=way.id, userid=userid, day=day, adds=1, created_at=now()
    )
    session.execute(
        one.on_conflict_do_update(
            index_elements=["way_id", "day", "userid"], set_={"adds": CodeCount.adds + 1}
        )
    )
