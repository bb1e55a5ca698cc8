"""What happens when a task's moment comes: members are reminded, or what is left is taken back."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.acquisition.phones.giving import WITH_SOMEBODY, give, take_back, zone_of
from app.acquisition.phones.importing import lock_lists
from app.acquisition.phones.matching import match_noted
from app.acquisition.phones.models import PhoneItem, PhoneList, PhoneTask, PhoneTurn
from app.acquisition.phones.notices import tell
from app.acquisition.phones.slots import awake, first_of, is_night, next_reminder
from app.clock import now
from app.db import transaction


def wake(task_id: int) -> None:
    """Do what is due for this task; running it again does nothing more."""
    with transaction() as session:
        found = select(PhoneTask).where(PhoneTask.id == task_id)
        corp_id = session.scalars(select(PhoneTask.corp_id).where(PhoneTask.id == task_id)).one()
        lock_lists(session, corp_id)
        task = session.scalars(found.with_for_update()).one()
        if task.due_at is None or task.due_at > now():
            return
        made = session.scalars(select(PhoneList).where(PhoneList.id == task.list_id)).one()
        match_noted(session, task)  # a callback may have been lost: nobody is pressed for a friend
        if task.reclaim_at is not None and task.reclaim_at <= now():
            reclaim(session, made, task)
        else:
            remind(session, made, task)


def remind(session: Session, made: PhoneList, task: PhoneTask) -> None:
    """Tell the member what waits, and plan the next reminder while there are any left."""
    moment, zone = now(), zone_of(session, task.corp_id)
    if is_night(moment, zone):  # we come late: nobody is woken for that
        task.remind_at = awake(moment, zone)
    elif not waiting(session, task):
        task.remind_at = task.reclaim_at = None
    else:
        tell(session, task)
        task.told += 1
        left = task.told <= made.reminders
        task.remind_at = next_reminder(moment, zone) if left else None
    task.due_at, task.rung_at = first_of(task.remind_at, task.reclaim_at), None


def reclaim(session: Session, made: PhoneList, task: PhoneTask) -> None:
    """Take back what has not become a friend, and give it to those who had no turn with it."""
    items = session.scalars(
        select(PhoneItem)
        .where(PhoneItem.task_id == task.id, PhoneItem.state.in_(WITH_SOMEBODY))
        .order_by(PhoneItem.place)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).all()
    task.remind_at = task.reclaim_at = task.due_at = None
    take_back(session, items, "reclaimed")
    if made.reclaim_to == "others":
        pass_on(session, made, items)


def pass_on(session: Session, made: PhoneList, items: Sequence[PhoneItem]) -> None:
    """Each number to somebody who had no turn with it; when all had one it stays with nobody."""
    turns = session.execute(
        select(PhoneTurn.item_id, PhoneTurn.userid).where(
            PhoneTurn.item_id.in_([item.id for item in items])
        )
    )
    had: dict[int, set[str]] = {item.id: set() for item in items}
    for item_id, userid in turns:
        had[item_id].add(userid)
    groups: dict[frozenset[str], list[PhoneItem]] = {}
    for item in items:
        groups.setdefault(frozenset(had[item.id]), []).append(item)
    for before, group in groups.items():
        others = {who: share for who, share in made.weights.items() if who not in before}
        give(session, made, group, others)


def waiting(session: Session, task: PhoneTask) -> int:
    """How many numbers of this task are still to be reached."""
    found = select(func.count(PhoneItem.id)).where(
        PhoneItem.task_id == task.id, PhoneItem.state.in_(WITH_SOMEBODY)
    )
    return session.scalar(found) or 0
