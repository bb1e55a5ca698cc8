"""Giving numbers to members and taking them back; each change of hands is kept as a turn."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.acquisition.phones.allotment import allot, hands_of
from app.acquisition.phones.models import PhoneItem, PhoneList, PhoneTask, PhoneTurn
from app.acquisition.phones.slots import first_of, next_slot
from app.clock import now
from app.corps.models import Corp
from app.many import insert_all, update_all

WITH_SOMEBODY = ("given", "asked")


def give(
    session: Session, made: PhoneList, items: Sequence[PhoneItem], weights: Mapping[str, int]
) -> int:
    """Share `items`, which nobody has, among members; returns how many were given."""
    if not weights:
        return 0
    hands = hands_of(weights, open_counts(session, made.corp_id), given_counts(session, made))
    chosen = allot(len(items), hands)
    by_member: defaultdict[str, list[PhoneItem]] = defaultdict(list)
    for item, userid in zip(items, chosen, strict=True):
        by_member[userid].append(item)
    for userid in sorted(by_member):
        hand_over(session, made, by_member[userid], userid)
    return len(chosen)


def hand_over(
    session: Session, made: PhoneList, items: Sequence[PhoneItem], userid: str
) -> PhoneTask:
    """Give `items`, which nobody has, to one member, who is told in the next slot."""
    moment, zone = now(), zone_of(session, made.corp_id)
    reclaim_at = moment + timedelta(days=made.reclaim_days) if made.reclaim_days else None
    task = PhoneTask(corp_id=made.corp_id, list_id=made.id, userid=userid, reclaim_at=reclaim_at)
    task.remind_at = next_slot(moment, zone)
    task.due_at = first_of(task.remind_at, reclaim_at)
    session.add(task)
    session.flush()
    taken = {"state": "given", "userid": userid, "task_id": task.id, "ended_at": None}
    update_all(session, PhoneItem, [{"id": item.id, **taken, "reason": ""} for item in items])
    turn = {"corp_id": made.corp_id, "list_id": made.id, "userid": userid, "created_at": moment}
    insert_all(session, PhoneTurn, [{**turn, "item_id": item.id} for item in items])
    return task


def take_back(session: Session, items: Sequence[PhoneItem], because: str) -> None:
    """End the present turn of `items`; nobody has them then."""
    free = {"state": "open", "userid": None, "task_id": None}
    update_all(session, PhoneItem, [{"id": item.id, **free} for item in items])
    end_turns(session, [item.id for item in items], because)


def end_turns(session: Session, item_ids: Collection[int], because: str) -> None:
    """The turns that run with these numbers are over."""
    session.execute(
        update(PhoneTurn)
        .where(PhoneTurn.item_id.in_(item_ids), PhoneTurn.ended_at.is_(None))
        .values(ended_at=now(), ended_because=because),
        execution_options={"synchronize_session": False},
    )


def reallot(session: Session, made: PhoneList, weights: Mapping[str, int]) -> int:
    """Share anew what nobody has been asked for yet; returns how many numbers were given."""
    items = locked_items(session, made, ("open", "given"))
    take_back(session, [item for item in items if item.state == "given"], "moved")
    made.weights = dict(weights)
    return give(session, made, items, weights)


def assign(session: Session, made: PhoneList, item_ids: Collection[int], userid: str) -> int:
    """Give chosen numbers to one member by hand; those that have ended well stay as they are."""
    movable = locked_items(session, made, ("open", "given", "asked", "failed"))
    items = [item for item in movable if item.id in item_ids and item.userid != userid]
    take_back(session, items, "moved")
    if items:
        hand_over(session, made, items, userid)
    return len(items)


def close(session: Session, made: PhoneList) -> None:
    """End a list: what was not reached goes back, and nobody is reminded any more."""
    take_back(session, locked_items(session, made, WITH_SOMEBODY), "closed")
    session.execute(
        update(PhoneTask)
        .where(PhoneTask.list_id == made.id)
        .values(remind_at=None, reclaim_at=None, due_at=None)
    )
    made.closed_at = now()


def locked_items(session: Session, made: PhoneList, states: Sequence[str]) -> Sequence[PhoneItem]:
    """The numbers of a list in these states, which nobody else may change until we end."""
    found = select(PhoneItem).where(PhoneItem.list_id == made.id, PhoneItem.state.in_(states))
    return session.scalars(
        found.order_by(PhoneItem.place).with_for_update(),
        execution_options={"populate_existing": True},
    ).all()


def open_counts(session: Session, corp_id: str) -> dict[str, int]:
    """userid → how many numbers, of all lists, wait with the member."""
    rows = session.execute(
        select(PhoneItem.userid, func.count())
        .where(PhoneItem.corp_id == corp_id, PhoneItem.state.in_(WITH_SOMEBODY))
        .group_by(PhoneItem.userid)
    )
    return {userid: count for userid, count in rows if userid}


def given_counts(session: Session, made: PhoneList) -> dict[str, int]:
    """userid → how many numbers, of all lists, the member was ever given."""
    rows = session.execute(
        select(PhoneTurn.userid, func.count())
        .where(PhoneTurn.corp_id == made.corp_id)
        .group_by(PhoneTurn.userid)
    )
    return dict(rows.all())


def zone_of(session: Session, corp_id: str) -> ZoneInfo:
    """The zone in which the corp lives."""
    return ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())
