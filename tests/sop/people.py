"""A customer, a member and a SOP for the tests of this slice."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from app.contacts.models import ExternalContact, Follow, Staff
from app.db import Row, reading, transaction
from app.events.contacts import FollowAdded
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Sop, SopVersion, Step, Task
from tests.conftest import CORP, MOMENT

R = TypeVar("R", bound=Row)
STAFF, CUSTOMER = "wangfang", "wmcustomer000000000000000000001"
PAIR: dict[str, Any] = {"corp_id": CORP, "userid": STAFF, "external_userid": CUSTOMER}


def make_follow(**differently: Any) -> None:
    with transaction() as session:
        session.add(Staff(corp_id=CORP, userid=STAFF, name="王芳"))
        session.add(ExternalContact(corp_id=CORP, external_userid=CUSTOMER, name="李雷"))
        session.add(Follow(**PAIR, **{"state": "expo", "followed_at": MOMENT, **differently}))


def make_sop(*steps: dict[str, Any], **differently: Any) -> int:
    """An active SOP with these steps; its id."""
    with transaction() as session:
        sop = Sop(
            **{"corp_id": CORP, "name": "新客", "version": 1, "is_active": True} | differently
        )
        version = SopVersion(corp_id=CORP, number=1, published_at=MOMENT)
        version.steps = [
            Step(corp_id=CORP, position=place, **{"kind": "task", "title": f"第{place}步"} | step)
            for place, step in enumerate(steps)
        ]
        sop.versions = [version]
        session.add(sop)
    return sop.id


def added(at: datetime = MOMENT, state: str = "expo") -> FollowAdded:
    return FollowAdded(**PAIR, happened_at=at, state=state)


def found(entity: type[R]) -> list[R]:
    """All rows of a table, to be looked at outside the session."""
    with reading() as session:
        rows = list(session.scalars(select(entity).order_by(entity.id)))
        session.expunge_all()
    return rows


def enrollment() -> Enrollment:
    (only,) = found(Enrollment)
    return only


def tasks() -> list[Task]:
    return found(Task)


def commands(kind: str | None = None) -> list[OutboxCommand]:
    return [row for row in found(OutboxCommand) if kind in (None, row.kind)]


def after(**span: int) -> datetime:
    return MOMENT + timedelta(**span)
