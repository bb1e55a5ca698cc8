"""What a code's page calls by name: members, tags, departments and SOPs, by one statement."""

from dataclasses import dataclass, field

from sqlalchemy import String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from app.contacts.models import CorpTag, Department, Staff
from app.sop.models import Sop


@dataclass(frozen=True)
class Called:
    """Names by userid, tag id, department id and SOP id, each as text."""

    staff: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    sops: dict[str, str] = field(default_factory=dict)


def called(session: Session, corp_id: str) -> Called:
    """The names of a corp. Who has left and what was deleted are among them."""
    department, sop = cast(Department.department_id, String), cast(Sop.id, String)
    named = union_all(
        select(literal("staff"), Staff.userid, Staff.name).where(Staff.corp_id == corp_id),
        select(literal("tags"), CorpTag.tag_id, CorpTag.name).where(CorpTag.corp_id == corp_id),
        select(literal("departments"), department, Department.name).where(
            Department.corp_id == corp_id
        ),
        select(literal("sops"), sop, Sop.name).where(Sop.corp_id == corp_id),
    )
    found = Called()
    for kind, key, name in session.execute(named):
        getattr(found, kind)[key] = name or key
    return found
