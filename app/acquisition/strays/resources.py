"""Live codes that stand at WeCom and not in our house, for programs: found and taken over."""

from datetime import datetime
from typing import Any

from flask import Response, abort, jsonify
from pydantic import Field

from app.acquisition.codes.bodies import CodeTold
from app.acquisition.codes.bodies import told as code_told
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.resources import answer, picture
from app.acquisition.models import StrayWay
from app.acquisition.strays.adoption import (
    QR_CODE,
    QUOTA,
    adopt,
    codes_at_wecom,
    last_look,
    look_now,
    orphans,
    stray_to_adopt,
    strays,
)
from app.api.answers import created, listed
from app.api.guard import caller, settle
from app.api.shell import N_, ById, Paged, Told, resources
from app.clock import now
from app.console.paging import paged
from app.db import reading, transaction

stray_codes = resources("stray_codes", __name__, N_("未登记的活码"))


class StrayTold(Told):
    """A live code of WeCom that we have no row of, as it was seen last."""

    id: int
    config_id: str
    state: str
    remark: str
    userids: list[str]
    parties: list[int]
    skip_verify: bool
    is_exclusive: bool
    can_be_adopted: bool = Field(description=N_("小程序里的活码没有二维码，不能接管"))
    is_orphan: bool = Field(description=N_("没有人拿到过的重复创建，可以清理"))
    seen_at: datetime


class StraysTold(Told):
    """One page of them."""

    items: list[StrayTold]
    total: int
    page: int
    size: int


class CensusTold(Told):
    """How much of WeCom's quota is used up, and when WeCom is looked at next."""

    at_wecom: int
    quota: int
    is_looking: bool
    next_look_at: datetime | None


@stray_codes.get("/stray-codes", summary=N_("未登记的活码"), responses={"200": StraysTold})
def listing(query: Paged) -> Response:
    """What the last look at WeCom left over."""
    corp_id = caller().corp_id
    with reading() as session:
        lost = {row.id for row in orphans(session, corp_id)}
        page = paged(session, strays(corp_id), size=query.size)
    return listed(page, [told(row, is_orphan=row.id in lost) for row in page.rows])


@stray_codes.get("/code-quota", summary=N_("活码的额度"), responses={"200": CensusTold})
def census() -> Response:
    """WeCom's quota of live codes."""
    return count()


@stray_codes.post(
    "/stray-codes/look", summary=N_("现在就去企业微信查找"), responses={"200": CensusTold}
)
def look() -> Response:
    """Have the workers look now; what they find is in the list a moment later."""
    with transaction() as session:
        look_now(session, caller().corp_id)
    return count()


@stray_codes.post(
    "/stray-codes/<int:id>/adopt", summary=N_("接管一个活码"), responses={"201": CodeTold}
)
def take_over(path: ById) -> Response:
    """Make it ours; what is printed of it goes on working."""
    with transaction() as session:
        stray = stray_to_adopt(session, caller().corp_id, path.id) or abort(404)
        way = adopt(session, stray, made_by=caller().name)
        # the stray is gone from here on: a repeat after a crash is told this
        settle(session, created(jsonify(code_told(session, way, picture(way.id)))))
    publish(way.id)  # fetches the picture too
    return created(answer(way.id))


def count() -> Response:
    """The quota as JSON."""
    corp_id = caller().corp_id
    with reading() as session:
        timer = last_look(session, corp_id)
        return jsonify(
            at_wecom=codes_at_wecom(session, corp_id),
            quota=QUOTA,
            is_looking=timer is not None and timer.due_at <= now(),
            next_look_at=timer.due_at.isoformat() if timer else None,
        )


def told(row: StrayWay, *, is_orphan: bool) -> dict[str, Any]:
    """One as it is told."""
    same = ("id", "config_id", "state", "remark", "userids", "parties", "skip_verify")
    return {
        **{name: getattr(row, name) for name in same},
        "is_exclusive": row.is_exclusive,
        "can_be_adopted": row.scene == QR_CODE,
        "is_orphan": is_orphan,
        "seen_at": row.seen_at.isoformat(),
    }
