"""Counts who got a customer by which code, each add once, and looks again when a cap is reached."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.models import Channel, ContactWay
from app.acquisition.schedule.changes import look_again, tell_soon
from app.acquisition.schedule.facts import zone_of
from app.acquisition.schedule.models import CodeCount, CodeSchedule, CountedAdd
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.db import transaction
from app.events.contacts import FollowAdded
from app.many import insert_told
from app.together import Troubles, alone


def count_add(event: FollowAdded) -> None:
    """Count the add; when it took the last free place, somebody else receives from now on."""
    alone(count_adds, event)


def count_adds(events: Sequence[FollowAdded]) -> Troubles:
    """The same for many adds of a corp; the codes that have caps are looked at once, after all."""
    corp_id = events[0].corp_id
    with transaction() as session:
        ways = ways_of(session, corp_id, {event.state for event in events})
        came = firsts(session, ways, events)
        if not came:
            return {}
        mine = {ways[event.state].id for event in came}
        rows = locked_schedules(session, mine)  # one add after the other sees the others
        add_all(session, ways, came)
        look_again_now(session, with_ways(session, rows))
    return {}


def look_again_now(session: Session, pairs: Sequence[tuple[CodeSchedule, ContactWay]]) -> None:
    """Decide anew who receives by locked codes, all in few statements: nobody else speaks of them
    meanwhile. A worker tells WeCom at once of those that changed."""
    living = [(row, way) for row, way in pairs if not way.stopped_at]
    # what failed keeps its own time
    before = [(way.version, None if way.is_pushed else row.due_at) for row, way in living]
    look_again(session, living, now())
    for (row, way), (version, waits) in zip(living, before, strict=True):
        if way.version != version:
            tell_soon(session, row)
        elif waits is not None:
            row.due_at = waits


def ways_of(session: Session, corp_id: str, states: Collection[str]) -> dict[str, ContactWay]:
    """The codes that customers came by, by the states of scans; no state is no code's."""
    wanted = [state for state in states if state]
    if not wanted:
        return {}
    rows = session.execute(
        select(Channel.state, ContactWay)
        .join(ContactWay.channel)
        .where(Channel.corp_id == corp_id, Channel.state.in_(wanted))
        .order_by(ContactWay.id.desc())
    )
    return dict(rows.all())  # of several, the oldest


def firsts(
    session: Session, ways: Mapping[str, ContactWay], events: Sequence[FollowAdded]
) -> list[FollowAdded]:
    """The adds by these codes that have not been counted before; now they have."""
    rows = [
        {
            "corp_id": event.corp_id,
            "event_id": event.event_id,
            "way_id": ways[event.state].id,
            "userid": event.userid,
            "added_at": event.happened_at,
            "created_at": now(),
        }
        for event in sorted(events, key=lambda one: one.event_id)  # so that nobody waits in a ring
        if event.state in ways
    ]
    counted = {row.event_id for row in insert_told(session, CountedAdd, rows, "event_id")}
    return [event for event in events if event.event_id in counted]


def locked_schedules(session: Session, way_ids: Collection[int]) -> list[CodeSchedule]:
    """The schedules of these codes, locked; of them, those whose caps count adds."""
    rows = locked_where(session, CodeSchedule.way_id.in_(way_ids))
    return [row for row in rows if Plan.of(row.plan).caps.is_any()]


def locked_where(session: Session, chosen: ColumnElement[bool]) -> Sequence[CodeSchedule]:
    """The schedules that are meant, of codes that are not deleted, locked until the commit."""
    alive = select(ContactWay.id).where(ContactWay.stopped_at.is_(None))
    return session.scalars(
        select(CodeSchedule)
        .where(chosen, CodeSchedule.way_id.in_(alive))
        .order_by(CodeSchedule.id)  # as everybody does, so that nobody waits in a ring
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def with_ways(
    session: Session, rows: Sequence[CodeSchedule]
) -> list[tuple[CodeSchedule, ContactWay]]:
    """Locked schedules with their codes as they are now: who held a lock may have changed one, and
    what was read together with the lock would be as it was before."""
    wanted = select(ContactWay).where(ContactWay.id.in_([row.way_id for row in rows]))
    fresh = session.scalars(wanted.execution_options(populate_existing=True))
    ways = {way.id: way for way in fresh}
    return [(row, ways[row.way_id]) for row in rows]


def add_all(
    session: Session, ways: Mapping[str, ContactWay], events: Sequence[FollowAdded]
) -> None:
    """As many more, in one statement: nobody's increment is lost."""
    corp_id = events[0].corp_id
    zone = zone_of(session, corp_id)
    more = Counter(
        (ways[event.state].id, event.happened_at.astimezone(zone).date(), event.userid)
        for event in events
    )
    adds = insert(CodeCount).values(
        [
            {
                "corp_id": corp_id,
                "way_id": way_id,
                "userid": userid,
                "day": day,
                "adds": adds,
                "created_at": now(),
            }
            for (way_id, day, userid), adds in sorted(more.items())
        ]
    )
    session.execute(
        adds.on_conflict_do_update(
            index_elements=["way_id", "day", "userid"],
            set_={"adds": CodeCount.adds + adds.excluded.adds},
        )
    )
