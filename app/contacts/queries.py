"""What other slices and their forms ask about staff, tags and customers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contacts.membership import members_of_departments
from app.contacts.models import CorpTag, Department, ExternalContact, Follow, Staff, TagGroup


@dataclass(frozen=True)
class TagChoices:
    """A group with the tags that can be chosen from it, as (tag_id, name) pairs."""

    group_id: str
    name: str
    tags: list[tuple[str, str]]


def tag_names(session: Session, corp_id: str) -> dict[str, str]:
    """tag_id → name, deleted tags too: history still names them."""
    rows = session.execute(select(CorpTag.tag_id, CorpTag.name).where(CorpTag.corp_id == corp_id))
    return dict(rows.all())


def tag_groups(session: Session, corp_id: str) -> list[TagChoices]:
    """The tag library as WeCom orders it (a larger order stands first), without deleted tags."""
    rows = session.execute(
        select(TagGroup.group_id, TagGroup.name, CorpTag.tag_id, CorpTag.name)
        .join(CorpTag, (CorpTag.corp_id == corp_id) & (CorpTag.group_id == TagGroup.group_id))
        .where(TagGroup.corp_id == corp_id, CorpTag.deleted_at.is_(None))
        .order_by(TagGroup.order.desc(), TagGroup.id, CorpTag.order.desc(), CorpTag.id)
    )
    groups: dict[str, TagChoices] = {}
    for group_id, group_name, tag_id, tag_name in rows:
        group = groups.setdefault(group_id, TagChoices(group_id, group_name, []))
        group.tags.append((tag_id, tag_name))
    return list(groups.values())


def staff_choices(session: Session, corp_id: str) -> list[tuple[str, str]]:
    """(userid, name) of the members who can have customers (客户联系)."""
    rows = session.execute(
        select(Staff.userid, Staff.name)
        .where(Staff.corp_id == corp_id, Staff.can_follow, Staff.is_active)
        .order_by(Staff.name, Staff.userid)
    )
    return [(userid, name) for userid, name in rows]


def staff_and_choices(
    session: Session, corp_id: str
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The names of everybody whom we have ever seen, and of them who can have customers."""
    can = Staff.can_follow & Staff.is_active
    found = session.execute(
        select(Staff.userid, Staff.name, can)
        .where(Staff.corp_id == corp_id)
        .order_by(Staff.name, Staff.userid)
    ).all()
    names = {userid: name for userid, name, _can in found}
    return names, [(userid, name) for userid, name, can_follow in found if can_follow]


def department_choices(session: Session, corp_id: str) -> list[tuple[str, str]]:
    """(id as text, name) of the departments that the app may see."""
    rows = session.execute(
        select(Department.department_id, Department.name)
        .where(Department.corp_id == corp_id)
        .order_by(Department.department_id)
    )
    return [(str(number), name or str(number)) for number, name in rows]


def departments_with_members(session: Session, corp_id: str) -> dict[str, tuple[str, ...]]:
    """Those departments (their ids as text), each with its members as far as we are told."""
    known = [int(number) for number, _name in department_choices(session, corp_id)]
    members = members_of_departments(session, corp_id, known)
    return {str(number): members.get(number, ()) for number in known}


def staff_names(session: Session, corp_id: str) -> dict[str, str]:
    """userid → name, of everybody whom we have ever seen."""
    rows = session.execute(select(Staff.userid, Staff.name).where(Staff.corp_id == corp_id))
    return dict(rows.all())


def customer_names(
    session: Session, corp_id: str, external_userids: Iterable[str]
) -> dict[str, str]:
    """external_userid → name, of those asked for."""
    rows = session.execute(
        select(ExternalContact.external_userid, ExternalContact.name).where(
            ExternalContact.corp_id == corp_id,
            ExternalContact.external_userid.in_(list(external_userids)),
        )
    )
    return dict(rows.all())


def follow_counts(session: Session, corp_id: str) -> dict[str, int]:
    """state → how many follows came through it, ended ones too."""
    rows = session.execute(
        select(Follow.state, func.count()).where(Follow.corp_id == corp_id).group_by(Follow.state)
    )
    return dict(rows.all())
