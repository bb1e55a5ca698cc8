"""Members, tags and customers for programs: what other resources name by id."""

from datetime import datetime
from typing import Any, Literal

from flask import Response, jsonify
from pydantic import Field
from sqlalchemy import select

from app.api.answers import listed
from app.api.guard import caller
from app.api.shell import N_, Line, Paged, Told, resources
from app.console.paging import paged
from app.contacts.customers import Wanted, customers
from app.contacts.departments import numbered_departments
from app.contacts.groups.queries import living_groups
from app.contacts.models import ExternalContact, Follow, FollowTag
from app.contacts.queries import staff_choices, tag_groups
from app.db import reading

contacts = resources("contacts", __name__, N_("成员、标签和客户"))


class StaffTold(Told):
    """A member who can have customers."""

    userid: str
    name: str


class StaffListTold(Told):
    """All of them."""

    items: list[StaffTold]


class TagTold(Told):
    """A corp tag."""

    tag_id: str
    name: str


class TagGroupTold(Told):
    """A group of tags."""

    group_id: str
    name: str
    tags: list[TagTold]


class TagsTold(Told):
    """The whole library, as WeCom orders it."""

    items: list[TagGroupTold]


class GroupTold(Told):
    """A customer group that stands."""

    chat_id: str
    name: str
    owner: str
    people: int


class GroupsTold(Told):
    """All of them, the oldest first."""

    items: list[GroupTold]


class DepartmentTold(Told):
    """A department, as WeCom numbers it; without the right to the address book it has no name."""

    id: int
    name: str


class DepartmentsTold(Told):
    """All that are known."""

    items: list[DepartmentTold]


class FollowTold(Told):
    """The tie of a member and the customer; `ended_at` is null while it lasts."""

    userid: str
    state: str
    remark: str
    followed_at: datetime
    ended_at: datetime | None
    tag_ids: list[str]


class CustomerTold(Told):
    """A customer with every tie."""

    external_userid: str
    name: str
    follows: list[FollowTold]


class CustomersTold(Told):
    """One page of customers, the newest first."""

    items: list[CustomerTold]
    total: int
    page: int
    size: int


class CustomersAsked(Paged):
    """Which customers."""

    words: Line = Field(default="", max_length=100, description=N_("昵称或备注里的字"))
    userid: Line = Field(default="", max_length=64, description=N_("由这位成员跟进"))
    state: Line = Field(default="", max_length=64, description=N_("来自这个渠道"))
    tag_id: Line = Field(default="", max_length=64, description=N_("有这个标签"))
    status: Literal["", "alive", "waiting", "ended"] = Field(
        default="", description=N_("好友关系：在、待通过、已结束")
    )


@contacts.get("/staff", summary=N_("可以有客户的成员"), responses={"200": StaffListTold})
def staff() -> Response:
    """Members by name."""
    with reading() as session:
        rows = staff_choices(session, caller().corp_id)
    return jsonify(items=[{"userid": userid, "name": name} for userid, name in rows])


@contacts.get("/tags", summary=N_("企业标签"), responses={"200": TagsTold})
def tags() -> Response:
    """The tag library."""
    with reading() as session:
        groups = tag_groups(session, caller().corp_id)
    return jsonify(
        items=[
            {
                "group_id": group.group_id,
                "name": group.name,
                "tags": [{"tag_id": tag_id, "name": name} for tag_id, name in group.tags],
            }
            for group in groups
        ]
    )


@contacts.get("/groups", summary=N_("客户群"), responses={"200": GroupsTold})
def groups() -> Response:
    """Groups that stand."""
    with reading() as session:
        rows = living_groups(session, caller().corp_id)
    items = [
        {"chat_id": one.chat_id, "name": one.name, "owner": one.owner, "people": one.size}
        for one in rows
    ]
    return jsonify(items=items)


@contacts.get("/departments", summary=N_("部门"), responses={"200": DepartmentsTold})
def departments() -> Response:
    """Departments that may receive customers."""
    with reading() as session:
        rows = numbered_departments(session, caller().corp_id)
    return jsonify(items=[{"id": number, "name": name} for number, name in rows])


@contacts.get("/customers", summary=N_("客户列表"), responses={"200": CustomersTold})
def listing(query: CustomersAsked) -> Response:
    """Customers that fit, each with all ties."""
    wanted = Wanted(**query.model_dump(exclude={"page", "size"}))
    corp_id = caller().corp_id
    with reading() as session:
        page = paged(session, customers(corp_id, wanted), size=query.size)
        shown = [one.external_userid for one in page.rows]
        mine = (Follow.corp_id == corp_id, Follow.external_userid.in_(shown))
        follows = session.scalars(select(Follow).where(*mine).order_by(Follow.id)).all()
        chosen = FollowTag.follow_id.in_([follow.id for follow in follows])
        marked = session.execute(
            select(FollowTag.follow_id, FollowTag.tag_id).where(chosen).order_by(FollowTag.tag_id)
        ).all()
    items = [customer_told(one, follows, marked) for one in page.rows]
    return listed(page, items)


def customer_told(contact: ExternalContact, follows: Any, marked: Any) -> dict[str, Any]:
    """A customer as told."""
    return {
        "external_userid": contact.external_userid,
        "name": contact.name,
        "follows": [
            {
                "userid": follow.userid,
                "state": follow.state,
                "remark": follow.remark,
                "followed_at": follow.followed_at.isoformat(),
                "ended_at": follow.ended_at.isoformat() if follow.ended_at else None,
                "tag_ids": [tag_id for follow_id, tag_id in marked if follow_id == follow.id],
            }
            for follow in follows
            if follow.external_userid == contact.external_userid
        ],
    }
