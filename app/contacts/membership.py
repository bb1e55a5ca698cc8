"""Who belongs to which department (部门), departments within departments counted with them."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import exists, false, or_, select
from sqlalchemy.orm import Session

from app.contacts.models import Department, Staff


def members_of_departments(
    session: Session, corp_id: str, numbers: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """department_id → those in it who can have customers (客户联系), in a fixed order.

    A department that is gone has nobody. One is left out where WeCom tells this app nothing of who
    belongs where: that is not the same as nobody.
    """
    parents = parents_of(session, corp_id)
    if not (parents and _is_told(session, corp_id)):
        return {}
    inside = {number: under(number, parents) for number in numbers}
    wanted = sorted(frozenset[int]().union(*inside.values()))
    rows = session.execute(
        select(Staff.userid, Staff.department_ids)
        .where(
            Staff.corp_id == corp_id,
            Staff.can_follow,
            Staff.is_active,
            or_(false(), *(Staff.department_ids.contains([number]) for number in wanted)),
        )
        .order_by(Staff.userid)
    ).all()
    return {
        number: tuple(userid for userid, own in rows if not within.isdisjoint(own))
        for number, within in inside.items()
    }


def departments_of(session: Session, corp_id: str, userid: str) -> frozenset[int]:
    """The departments that a member belongs to, and all above them."""
    own = session.scalar(
        select(Staff.department_ids).where(Staff.corp_id == corp_id, Staff.userid == userid)
    )
    return line_of(own or (), parents_of(session, corp_id))


def parents_of(session: Session, corp_id: str) -> dict[int, int]:
    """department_id → the department that it lies in."""
    rows = select(Department.department_id, Department.parent_id)
    return dict(session.execute(rows.where(Department.corp_id == corp_id)).all())


def under(number: int, parents: Mapping[int, int]) -> frozenset[int]:
    """A department that is there and all within it; nothing for one that is gone."""
    return frozenset(one for one in parents if number in line_of((one,), parents))


def line_of(numbers: Iterable[int], parents: Mapping[int, int]) -> frozenset[int]:
    """Departments and all above them; a ring, which WeCom never makes, ends too."""
    line: set[int] = set()
    for number in numbers:
        while number and number not in line:
            line.add(number)
            number = parents.get(number, 0)  # noqa: PLW2901  one step up
    return frozenset(line)


def _is_told(session: Session, corp_id: str) -> bool:
    somebody = exists().where(Staff.corp_id == corp_id, Staff.department_ids != [])
    return bool(session.scalar(select(somebody)))
