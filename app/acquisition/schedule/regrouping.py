"""Members who come into a department or leave it: codes that say its members by name are told."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.schedule.counting import locked_where, look_again_now, with_ways
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan
from app.clock import now
from app.contacts.membership import line_of, parents_of
from app.contacts.models import Department, Staff
from app.contacts.staff import mirror_staff
from app.db import reading, transaction
from app.events.staff import (
    DepartmentChanged,
    DepartmentCreated,
    DepartmentDeleted,
    StaffChanged,
    StaffJoined,
)


def regroup_member(event: StaffJoined | StaffChanged) -> None:
    """Write down where a member belongs now, unless a later event has said so. Of somebody new
    WeCom is asked whether they can have customers, if a code waits for it; else the nightly mirror
    learns it."""
    numbers = [int(number) for number in event.department if number.isdecimal()]
    if not numbers:
        return
    with transaction() as session:
        same = (Staff.corp_id == event.corp_id, Staff.userid == event.userid)
        member = session.scalars(select(Staff).where(*same).with_for_update()).one_or_none()
        if member is not None:
            if member.placed_at is None or member.placed_at <= event.happened_at:
                member.department_ids, member.placed_at = numbers, event.happened_at
                session.flush()
                look_at_departments(session, event.corp_id)
            return
    with reading() as session:
        line = line_of(numbers, parents_of(session, event.corp_id))
        is_awaited = any(
            not line.isdisjoint(Plan.of(plan).named_parties())
            for plan in session.scalars(
                select(CodeSchedule.plan).where(CodeSchedule.corp_id == event.corp_id)
            )
        )
    if is_awaited:
        mirror_staff(event.corp_id)
        with transaction() as session:
            look_at_departments(session, event.corp_id)


def regroup_department(event: DepartmentCreated | DepartmentChanged | DepartmentDeleted) -> None:
    """Write down that a department came, moved or went."""
    if not event.id.isdecimal():
        return
    mine = (Department.corp_id == event.corp_id, Department.department_id == int(event.id))
    with transaction() as session:
        if isinstance(event, DepartmentDeleted):
            session.execute(delete(Department).where(*mine))
        else:
            keep_department(session, event)
        look_at_departments(session, event.corp_id)


def keep_department(session: Session, event: DepartmentCreated | DepartmentChanged) -> None:
    """What the event tells of a department; a change may tell no more than that there was one."""
    told: dict[str, object] = {}
    if event.name:
        told["name"] = event.name
    if event.parent_id.isdecimal():
        told["parent_id"] = int(event.parent_id)
    if not told:
        return
    key = {"corp_id": event.corp_id, "department_id": int(event.id), "created_at": now()}
    row = insert(Department).values({"name": "", "parent_id": 0} | key | told)
    session.execute(
        row.on_conflict_do_update(index_elements=["corp_id", "department_id"], set_=told)
    )


def look_at_departments(session: Session, corp_id: str) -> None:
    """Look again at every code that names departments; WeCom hears only of what has changed."""
    rows = locked_where(session, CodeSchedule.corp_id == corp_id)
    named = [row for row in rows if Plan.of(row.plan).named_parties()]
    look_again_now(session, with_ways(session, named))
