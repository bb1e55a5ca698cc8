"""Who works through a list and who does not want to be asked, for programs."""

from datetime import datetime
from typing import Any

from flask import Response, abort, jsonify
from flask_babel import gettext as _
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.phones import queries
from app.acquisition.phones.blocked_page import MOST_NOTE
from app.acquisition.phones.bodies import MemberShare, PhoneItemTold, item_told
from app.acquisition.phones.deeds import block, running_list, unblock
from app.acquisition.phones.giving import assign, reallot
from app.acquisition.phones.models import PhoneBlock, PhoneItem, PhoneList, PhoneTurn
from app.acquisition.phones.numbers import masked, read_number
from app.acquisition.phones.plan_form import wrong_members
from app.acquisition.phones.sheets import MOST_ROWS
from app.acquisition.phones.words import WHY
from app.api.answers import created, listed
from app.api.guard import caller, settle
from app.api.problems import against
from app.api.shell import N_, ById, Key, Line, Name, Paged, RowId, Sent, Told, resources
from app.console.paging import paged
from app.contacts.queries import staff_choices, staff_names
from app.db import reading, transaction

phone_hands = resources("phone_hands", __name__, N_("手机号的分配和勿扰"))


class ReallotBody(Sent):
    """Who shall work through what nobody has asked yet."""

    members: list[MemberShare] = Field(min_length=1, max_length=500)


class AssignBody(Sent):
    """Which rows shall go to one member."""

    items: list[RowId] = Field(min_length=1, max_length=MOST_ROWS, description=N_("名单行的 id"))
    userid: Key


class GivenTold(Told):
    """How many numbers have changed hands."""

    count: int


class ShareTold(Told):
    """What one member did; without a userid: friends made by others, or before they were asked."""

    userid: str | None
    given: int
    waiting: int
    asked: int
    added: int
    failed: int
    reclaimed: int


class SharesTold(Told):
    """All members of a list."""

    items: list[ShareTold]


class TurnTold(Told):
    """One member's turn with a number."""

    userid: str
    given_at: datetime
    asked_at: datetime | None
    ended_at: datetime | None
    ended_because: str | None = Field(
        description=N_("added elsewhere friend failed reclaimed moved closed 之一")
    )


class PhoneHistoryTold(Told):
    """One number of a list with its history, the oldest turn first."""

    list_id: int
    item: PhoneItemTold
    turns: list[TurnTold]


class BlockBody(Sent):
    """A number that nobody may be asked to add."""

    phone: Name = Field(max_length=50)
    note: Line = Field(default="", max_length=MOST_NOTE)


class BlockTold(Told):
    """Such a number."""

    id: int
    phone: str = Field(description=N_("只显示一部分数字"))
    note: str
    made_by: str
    created_at: datetime


class BlocksTold(Told):
    """One page of them, the newest first."""

    items: list[BlockTold]
    total: int
    page: int
    size: int


@phone_hands.post(
    "/phone-lists/<int:id>/reallot",
    summary=N_("重新分给成员"),
    responses={"200": GivenTold},
)
def share_anew(path: ById, body: ReallotBody) -> Response:
    """Share anew what nobody has asked yet."""
    weights = {one.userid: one.weight for one in body.members}
    with transaction() as session:
        made = running(session, path.id)
        if wrong := wrong_members(weights, dict(staff_choices(session, made.corp_id))):
            return against({"members": wrong})
        count = reallot(session, made, weights)
        return settle(session, jsonify(count=count))


@phone_hands.post(
    "/phone-lists/<int:id>/assign", summary=N_("转交给一位成员"), responses={"200": GivenTold}
)
def assign_by_hand(path: ById, body: AssignBody) -> Response:
    """Give rows to one member; those that have ended well, or are with them, stay."""
    with transaction() as session:
        made = running(session, path.id)
        if wrong := wrong_assignment(session, made, body):
            return against(wrong)
        count = assign(session, made, body.items, body.userid)
        return settle(session, jsonify(count=count))


@phone_hands.get(
    "/phone-lists/<int:id>/members", summary=N_("每位成员的进度"), responses={"200": SharesTold}
)
def members(path: ById) -> Response:
    """What each member did for a list."""
    with reading() as session:
        made = queries.find_list(session, caller().corp_id, path.id) or abort(404)
        return jsonify(items=[vars(one) for one in queries.shares(session, made)])


@phone_hands.get(
    "/phone-rows/<int:id>", summary=N_("一个号码的经过"), responses={"200": PhoneHistoryTold}
)
def history(path: ById) -> Response:
    """One number of a list, and in whose hands it was."""
    corp_id = caller().corp_id
    with reading() as session:
        item = queries.find_item(session, corp_id, path.id) or abort(404)
        turns = queries.turns_of(session, corp_id, item.id)
        told = item_told(item, staff_names(session, corp_id))
    return jsonify(list_id=item.list_id, item=told, turns=[turn_told(one) for one in turns])


@phone_hands.get("/blocked-phones", summary=N_("勿扰名单"), responses={"200": BlocksTold})
def blocked(query: Paged) -> Response:
    """Numbers that nobody may be asked to add."""
    with reading() as session:
        page = paged(session, queries.blocked(caller().corp_id), size=query.size)
    return listed(page, [block_told(row) for row in page.rows])


@phone_hands.post("/blocked-phones", summary=N_("加入勿扰名单"), responses={"201": BlockTold})
def add(body: BlockBody) -> Response:
    """Let all lists to come skip this number; one that stands there stays as it is."""
    number, corp_id = read_number(body.phone), caller().corp_id
    if not number.phone:
        return against({"phone": str(WHY[number.why])})
    with transaction() as session:
        block(session, corp_id, number.phone, made_by=caller().name, note=body.note.strip())
        same = (PhoneBlock.corp_id == corp_id, PhoneBlock.phone == number.phone)
        row = session.scalars(select(PhoneBlock).where(*same)).one()
    return created(jsonify(block_told(row)))


@phone_hands.delete("/blocked-phones/<int:id>", summary=N_("移出勿扰名单"), responses={"204": None})
def drop(path: ById) -> Response:
    """Let the number be asked again."""
    with transaction() as session:
        is_gone = unblock(session, caller().corp_id, path.id)
    return Response(status=204) if is_gone else abort(404)


def running(session: Session, list_id: int) -> PhoneList:
    """The list of the caller's corp, if it can still be changed."""
    return running_list(session, caller().corp_id, list_id) or abort(404)


def wrong_assignment(session: Session, made: PhoneList, body: AssignBody) -> dict[str, str]:
    """Field → complaint; a row that is not of this list is named, never left out in silence."""
    wrong = {}
    if body.userid not in dict(staff_choices(session, made.corp_id)):
        wrong["userid"] = _("没有这位成员。")
    mine = set(session.scalars(select(PhoneItem.id).where(PhoneItem.list_id == made.id)))
    if gone := [one for one in body.items if one not in mine]:
        wrong["items"] = _("名单里没有这些行：%(ids)s", ids=", ".join(map(str, gone[:10])))
    return wrong


def turn_told(turn: PhoneTurn) -> dict[str, Any]:
    """A turn as it is told."""
    return {
        "userid": turn.userid,
        "given_at": turn.created_at.isoformat(),
        "asked_at": turn.asked_at.isoformat() if turn.asked_at else None,
        "ended_at": turn.ended_at.isoformat() if turn.ended_at else None,
        "ended_because": turn.ended_because,
    }


def block_told(row: PhoneBlock) -> dict[str, Any]:
    """A number as it is told."""
    return {
        "id": row.id,
        "phone": masked(row.phone),
        "note": row.note,
        "made_by": row.made_by,
        "created_at": row.created_at.isoformat(),
    }
