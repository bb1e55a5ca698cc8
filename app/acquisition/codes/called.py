"""What a code's page calls by name: members, tags, departments and SOPs, by one statement."""

from dataclasses import dataclass

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from app.contacts.models import CorpTag, Department, Staff
from app.naming import names_by_kind
from app.sop.models import Sop


@dataclass(frozen=True)
class Called:
    """Names by userid, tag id, department id and SOP id, each as text."""

    staff: dict[str, str]
    tags: dict[str, str]
    departments: dict[str, str]
    sops: dict[str, str]


def called(session: Session, corp_id: str) -> Called:
    """The names of a corp. Who has left and what was deleted are among them."""
    department = (cast(Department.department_id, String), Department.name)
    found = names_by_kind(
        session,
        {
            "staff": select(Staff.userid, Staff.name).where(Staff.corp_id == corp_id),
            "tags": select(CorpTag.tag_id, CorpTag.name).where(CorpTag.corp_id == corp_id),
            "departments": select(*department).where(Department.corp_id == corp_id),
            "sops": select(cast(Sop.id, String), Sop.name).where(Sop.corp_id == corp_id),
        },
    )
    found["departments"] = {number: name or number for number, name in found["departments"].items()}
    return Called(**found)
