"""The statistics for programs: the very tables of the pages, by code, by member and by day."""

from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.api.guard import caller
from app.api.problems import against
from app.api.shell import N_, resources
from app.attribution import tables
from app.attribution.asking import View, state_of, today_of
from app.attribution.bodies import (
    ChannelsAsked,
    ChannelTableTold,
    DayTableTold,
    StaffTableTold,
    StatisticsAsked,
    TableAsked,
    line_told,
    numbers,
)
from app.attribution.paged import page_of
from app.attribution.periods import LONGEST, Period, period
from app.attribution.statistics import Asked
from app.db import reading

statistics = resources("statistics", __name__, N_("渠道统计"))


@statistics.get(
    "/attribution/channels", summary=N_("按渠道的统计"), responses={"200": ChannelTableTold}
)
def by_channel(query: ChannelsAsked) -> Response:
    """Each code that is there or that somebody came through."""
    with reading() as session:
        view = view_of(session, query, words=query.words.strip(), sort=query.sort)
        if refused := misasked(query, view.period):
            return refused
        return told(view, tables.channel_table(session, view), "state", query.size)


@statistics.get("/attribution/staff", summary=N_("按成员的统计"), responses={"200": StaffTableTold})
def by_member(query: TableAsked) -> Response:
    """Each member to whom somebody came or from whom somebody went."""
    with reading() as session:
        view = view_of(session, query, sort=query.sort)
        if refused := misasked(query, view.period):
            return refused
        return told(view, tables.staff_table(session, view), "userid", query.size)


@statistics.get("/attribution/days", summary=N_("按天的统计"), responses={"200": DayTableTold})
def by_day(query: StatisticsAsked) -> Response:
    """Each day of the period, also those on which nothing happened."""
    with reading() as session:
        view = view_of(session, query)
        if refused := misasked(query, view.period):
            return refused
        table = tables.day_table(session, view)
    items = [line_told(line, "day", is_named=False) for line in table.lines]
    return jsonify(items=items, **whole(view, table))


def view_of(session: Session, query: StatisticsAsked, words: str = "", sort: str = "adds") -> View:
    """The question as the pages ask it."""
    corp_id = caller().corp_id
    today = today_of(session, corp_id)
    days = {"range": query.range, "from": query.begins or "", "to": query.ends or ""}
    asked = Asked(
        corp_id, period(days, today), today, state_of(query.state.strip()), query.userid.strip()
    )
    return View(asked, words, sort)


def misasked(query: StatisticsAsked, meant: Period) -> Response | None:
    """409 for days that make no sense; a program is never told about other days than it named."""
    if query.range != "custom" and (query.begins or query.ends):
        return against({"range": _("只有 range=custom 时才用 begins 和 ends")})
    faults = {
        "missing": {"begins": _("range=custom 需要 begins 和 ends，都是存在的日期")},
        "backwards": {"ends": _("结束日期不能早于开始日期")},
        "long": {"ends": _("最多 %(most)s 天", most=LONGEST)},
    }
    return against(faults[meant.fault]) if meant.fault else None


def told(view: View, table: tables.Table, key: str, size: int) -> Response:
    """One page of a table."""
    page = page_of(table.lines, size)
    items = [line_told(line, key) for line in page.rows]
    return jsonify(
        items=items, total=page.total, page=page.number, size=page.size, **whole(view, table)
    )


def whole(view: View, table: tables.Table) -> dict[str, Any]:
    """The days, and all lines together."""
    return {
        "begins": view.period.begins.isoformat(),
        "ends": view.period.ends.isoformat(),
        "sum": numbers(table.total.counts),
    }
