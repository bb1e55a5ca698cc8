"""The arrivals behind one number of the statistics, for programs."""

from datetime import datetime
from typing import Any, Literal

from flask import Response
from pydantic import Field

from app.api.answers import listed
from app.api.shell import MOST, N_, Told, resources
from app.attribution.bodies import StatisticsAsked
from app.attribution.models import Arrival
from app.attribution.resources import misasked, view_of
from app.attribution.statistics import rows_behind
from app.console.paging import paged
from app.db import reading
from app.leads.models import Lead

arrivals = resources("arrivals", __name__, N_("统计背后的添加"))


class ArrivalsAsked(StatisticsAsked):
    """Behind which number."""

    metric: Literal[
        "adds", "firsts", "losses", "welcomed", "replied", "kept1", "kept7", "leads", "won"
    ] = "adds"
    page: int = Field(default=1, ge=1, le=10_000_000)
    size: int = Field(default=20, ge=1, le=MOST)


class ArrivalTold(Told):
    """One time that a customer added a member, and what came of it."""

    external_userid: str
    userid: str
    state: str
    added_at: datetime
    is_first: bool = Field(description=N_("客户第一次来到本企业"))
    replied_at: datetime | None
    ended_at: datetime | None
    ended_by: Literal["staff", "customer", "unheard"] | None
    lead_id: int | None
    lead_stage: str | None


class ArrivalsTold(Told):
    """One page of them, the newest first."""

    items: list[ArrivalTold]
    total: int
    page: int
    size: int


@arrivals.get(
    "/attribution/rows", summary=N_("一个数字背后的添加"), responses={"200": ArrivalsTold}
)
def behind(query: ArrivalsAsked) -> Response:
    """Exactly the rows that the number counts."""
    with reading() as session:
        view = view_of(session, query)
        if refused := misasked(query, view.period):
            return refused
        page = paged(session, rows_behind(view.asked, query.metric), size=query.size)
        return listed(page, [told(arrival, lead) for arrival, lead in page.rows])


def told(row: Arrival, lead: Lead | None) -> dict[str, Any]:
    """One as it is told."""
    return {
        "external_userid": row.external_userid,
        "userid": row.userid,
        "state": row.state,
        "added_at": row.added_at.isoformat(),
        "is_first": row.is_first,
        "replied_at": row.replied_at.isoformat() if row.replied_at else None,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": row.ended_by,
        "lead_id": lead.id if lead else None,
        "lead_stage": lead.stage if lead else None,
    }
