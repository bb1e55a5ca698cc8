"""What tests of lists share: members, friends, and lists made of plain rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from app.acquisition.phones.importing import Plan, add_draft, keep
from app.acquisition.phones.models import PhoneItem, PhoneList
from app.clock import now
from app.contacts.models import ExternalContact, Follow, Staff
from app.db import Row, reading, transaction
from tests.conftest import CORP

R = TypeVar("R", bound=Row)
PLAN = Plan(
    name="春季展会",
    source="展会",
    script="您好，我是联客的顾问",
    remark_template="",
    tag_ids=[],
    weights={"lina": 1, "wangwei": 1},
    reclaim_days=7,
    reclaim_to="others",
    reminders=2,
)
MEMBERS = {"lina": "李娜", "wangwei": "王伟", "zhaomin": "赵敏"}


def hire() -> None:
    """Three members who may have customers."""
    with transaction() as session:
        for userid, name in MEMBERS.items():
            session.add(Staff(corp_id=CORP, userid=userid, name=name, can_follow=True))


def number(place: int) -> str:
    """A good number, another for each place."""
    return f"138{place:08}"


def make_list(rows: Sequence[Sequence[str]], **wishes: Any) -> int:
    """A list of these rows (phone first), kept; its id."""
    with transaction() as session:
        draft = add_draft(session, CORP, rows, file_name="", made_by="ops")
        return keep(session, draft, replace(PLAN, **wishes), made_by="ops").id


def befriend(
    userid: str,
    external_userid: str,
    mobiles: str = "",
    *,
    name: str = "小林",
    at: datetime | None = None,
    **more: Any,
) -> None:
    """A mirrored customer of a member, with the numbers noted on them."""
    with transaction() as session:
        seen = select(ExternalContact).where(ExternalContact.external_userid == external_userid)
        if session.scalars(seen).one_or_none() is None:
            session.add(ExternalContact(corp_id=CORP, external_userid=external_userid, name=name))
        session.add(
            Follow(
                corp_id=CORP,
                userid=userid,
                external_userid=external_userid,
                mobiles=mobiles,
                remark=name,
                followed_at=at or now(),
                **more,
            )
        )


def items(list_id: int) -> list[PhoneItem]:
    """All rows of a list in their order."""
    with reading() as session:
        found = select(PhoneItem).where(PhoneItem.list_id == list_id)
        return list(session.scalars(found.order_by(PhoneItem.place)))


def holders(list_id: int) -> Mapping[str, str | None]:
    """Number → who has it."""
    return {item.phone: item.userid for item in items(list_id)}


def rows_of(table: type[R]) -> list[R]:
    """Every row of a table, the oldest first."""
    with reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def the_list(list_id: int) -> PhoneList:
    """The list's row."""
    with reading() as session:
        return session.scalars(select(PhoneList).where(PhoneList.id == list_id)).one()
