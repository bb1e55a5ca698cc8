"""Mirroring members: who they are, and who of them may have customers (客户联系)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.models import Department, Staff
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.errors import Forbidden, Refused
from bots.questions import GetFollowUserList, GetUser, ListDepartments, ListUsers

ROOT = 1  # the id of a corp's root department
NOT_ACTIVE = (2, 5)  # disabled, left


@dataclass(frozen=True)
class Member:
    """A member as WeCom tells of them."""

    userid: str
    name: str
    departments: list[str]
    is_active: bool = True
    department_ids: list[int] = field(default_factory=list)


def mirror_staff(corp_id: str) -> int:
    """Bring all members in line with WeCom. Returns how many rows were written."""
    asked_at = now().replace(microsecond=0)  # events tell whole seconds
    allowed = wecom(corp_id).ask(GetFollowUserList()).get("follow_user", [])
    members = ask_members(corp_id, allowed)
    with transaction() as session:
        return take_members(session, corp_id, members, frozenset(allowed), asked_at)


def ask_members(corp_id: str, allowed: Sequence[str]) -> list[Member]:
    """All members that the app may see; one by one where it may not list departments."""
    client = wecom(corp_id)
    try:
        listed = client.ask(ListUsers(ROOT, fetch_child=1)).get("userlist", [])
        departments = client.ask(ListDepartments()).get("department", [])
    except (Forbidden, Refused):
        return [ask_member(corp_id, userid) for userid in allowed]
    with transaction() as session:
        take_departments(session, corp_id, departments)
    names = {department["id"]: department.get("name", "") for department in departments}
    return [
        Member(
            user["userid"],
            user.get("name") or user["userid"],
            [names[number] for number in user.get("department", ()) if names.get(number)],
            user.get("status") not in NOT_ACTIVE,
            user.get("department") or [],
        )
        for user in listed
    ]


def ask_member(corp_id: str, userid: str) -> Member:
    """One member; called by the userid where the app may not see more."""
    try:
        user = wecom(corp_id).ask(GetUser(userid))
    except (Forbidden, Refused):
        return Member(userid, userid, [])
    name, is_active = user.get("name") or userid, user.get("status") not in NOT_ACTIVE
    return Member(userid, name, [], is_active, user.get("department") or [])


def take_members(
    session: Session,
    corp_id: str,
    members: Iterable[Member],
    allowed: frozenset[str],
    asked_at: datetime,
) -> int:
    """Record the members; whom WeCom does not name any more is not active. Where an event has told
    of a move since WeCom was asked, that stands."""
    ours = {
        row.userid: row for row in session.scalars(select(Staff).where(Staff.corp_id == corp_id))
    }
    seen = {member.userid: member for member in members}
    for userid, member in seen.items():
        row = ours.setdefault(userid, Staff(corp_id=corp_id, userid=userid))
        row.name, row.is_active = member.name, member.is_active
        row.departments = member.departments
        if row.placed_at is None or row.placed_at <= asked_at:
            row.department_ids = member.department_ids
        session.add(row)
    for userid, row in ours.items():
        row.can_follow = userid in allowed
        row.is_active = bool(row.is_active and (userid in seen or userid in allowed))
    written = sum(session.is_modified(row) for row in ours.values())
    session.flush()
    is_older = or_(Staff.placed_at.is_(None), Staff.placed_at < asked_at)
    older = update(Staff).where(Staff.corp_id == corp_id, is_older)
    session.execute(older.values(placed_at=asked_at))
    return written


def take_departments(
    session: Session, corp_id: str, departments: Iterable[Mapping[str, Any]]
) -> None:
    """Record the departments as WeCom lists them; those that it does not list any more are gone.
    An app without the right to the address book is told no names."""
    seen = {department["id"]: department for department in departments}
    ours = {
        row.department_id: row
        for row in session.scalars(select(Department).where(Department.corp_id == corp_id))
    }
    for number, department in seen.items():
        row = ours.setdefault(number, Department(corp_id=corp_id, department_id=number))
        row.name, row.parent_id = department.get("name", ""), department.get("parentid", 0)
        session.add(row)
    for number in ours.keys() - seen.keys():
        session.delete(ours[number])


def strangers(corp_id: str, userids: Iterable[str]) -> list[Member]:
    """Those of `userids` whom we do not know yet, asked of WeCom."""
    asked = set(userids)
    with reading() as session:
        known = session.scalars(
            select(Staff.userid).where(Staff.corp_id == corp_id, Staff.userid.in_(asked))
        ).all()
    return [ask_member(corp_id, userid) for userid in sorted(asked - set(known))]


def greet_strangers(session: Session, corp_id: str, members: Iterable[Member]) -> None:
    """Keep members who turned up with a customer before anybody listed them."""
    for member in members:
        session.execute(
            insert(Staff)
            .values(
                corp_id=corp_id,
                userid=member.userid,
                name=member.name,
                departments=member.departments,
                department_ids=member.department_ids,
                can_follow=True,
                is_active=member.is_active,
            )
            .on_conflict_do_nothing()
        )
