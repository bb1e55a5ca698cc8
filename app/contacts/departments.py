"""Asking WeCom for the departments (部门) that ranges name, when somebody wants to choose now."""

from sqlalchemy.orm import Session

from app.contacts.queries import department_choices
from app.contacts.staff import take_departments
from app.corps.wecom import wecom
from app.db import transaction
from bots.questions import ListDepartments


def mirror_departments(corp_id: str) -> int:
    """Bring them in line with WeCom; returns how many there are. Raises WeComError."""
    seen = wecom(corp_id).ask(ListDepartments()).get("department", [])
    with transaction() as session:
        take_departments(session, corp_id, seen)
    return len(seen)


def numbered_departments(session: Session, corp_id: str) -> list[tuple[int, str]]:
    """(department_id, name), as WeCom numbers them."""
    return [(int(number), name) for number, name in department_choices(session, corp_id)]
