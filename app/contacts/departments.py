"""Mirroring departments (部门): the ids that ranges name, with what people call them."""

from sqlalchemy import BigInteger, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.corps.wecom import wecom
from app.db import Row, transaction
from bots.questions import ListDepartments


class Department(Row):
    """A department that the app may see; `parent_id` 0 is nobody's."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("corp_id", "department_id"),)

    department_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    parent_id: Mapped[int] = mapped_column(BigInteger, default=0)


def mirror_departments(corp_id: str) -> int:
    """Bring them in line with WeCom; returns how many there are. Raises WeComError."""
    seen = wecom(corp_id).ask(ListDepartments()).get("department", [])
    with transaction() as session:
        session.execute(delete(Department).where(Department.corp_id == corp_id))
        session.add_all(
            Department(
                corp_id=corp_id,
                department_id=one["id"],
                # an app without the right to the address book is told no names
                name=one.get("name") or str(one["id"]),
                parent_id=one.get("parentid", 0),
            )
            for one in seen
        )
    return len(seen)


def department_choices(session: Session, corp_id: str) -> list[tuple[int, str]]:
    """(department_id, name), as WeCom numbers them."""
    rows = session.execute(
        select(Department.department_id, Department.name)
        .where(Department.corp_id == corp_id)
        .order_by(Department.department_id)
    )
    return [(number, name) for number, name in rows]
