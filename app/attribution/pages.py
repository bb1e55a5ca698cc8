"""The pages of the statistics: all codes, one code, members, the rows behind a number, and files."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.acquisition.queries import channel_names
from app.attribution import tables
from app.attribution.asking import metric_asked, state_of, view
from app.attribution.export import cells
from app.attribution.metrics import BY_NAME, FUNNEL, NET_LABEL, NET_RULE, SHOWN
from app.attribution.paged import page_of
from app.attribution.statistics import NO_STATE, rows_behind
from app.console.paging import paged
from app.console.person import current_corp_id
from app.console.sheet_files import ENDINGS, sheet_file
from app.contacts.queries import customer_names, staff_choices, staff_names
from app.db import reading
from app.leads.words import STAGES

RANGES = {
    "today": _l("今天"),
    "yesterday": _l("昨天"),
    "7d": _l("近 7 天"),
    "30d": _l("近 30 天"),
    "custom": _l("自定义"),
}
FAULTS = {
    "missing": _l("自定义时间需要开始和结束两个日期，下面是近 7 天的数据。"),
    "backwards": _l("开始日期晚于结束日期，下面是近 7 天的数据；请对调两个日期再筛选。"),
    "long": _l("一次最多看 366 天，下面是近 7 天的数据；请缩短时间再筛选。"),
}
ENDED_BY = {"staff": _l("成员删除"), "customer": _l("客户删除"), "unheard": _l("未收到通知")}
A_PAGE = 50

pages = Blueprint(
    "attribution",
    __name__,
    url_prefix="/attribution",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the templates call ranges and numbers."""
    return {
        "ranges": RANGES,
        "faults": FAULTS,
        "metrics": SHOWN,
        "net_label": NET_LABEL,
        "net_rule": NET_RULE,
        "no_state": NO_STATE,
        "ended_by": ENDED_BY,
    }


@pages.get("")
def channels() -> str:
    """Every code with its numbers."""
    with reading() as session:
        asked = view(session)
        table = tables.channel_table(session, asked)
        return render_template(
            "attribution/channels.html",
            view=asked,
            page=page_of(table.lines, A_PAGE),
            total=table.total,
            staff=staff_choices(session, asked.asked.corp_id),
        )


@pages.get("/staff")
def staff() -> str:
    """Every member with their numbers."""
    with reading() as session:
        asked = view(session)
        table = tables.staff_table(session, asked)
        return render_template(
            "attribution/staff.html",
            view=asked,
            page=page_of(table.lines, A_PAGE),
            total=table.total,
            channels=_channel_choices(session),
        )


@pages.get("/channels/<shown>")
def channel(shown: str) -> str:
    """One code: its funnel, its days, its members. `~` stands for who came through none."""
    with reading() as session:
        asked = view(session, shown)
        names = channel_names(session, asked.asked.corp_id)
        by_day = tables.day_table(session, asked)
        by_staff = tables.staff_table(session, asked)
        state = state_of(shown) or ""
        if shown != NO_STATE and state not in names and not by_staff.lines:
            abort(404)
        return render_template(
            "attribution/channel.html",
            view=asked,
            name=names.get(state) or state or _("非活码添加"),
            shown=shown,
            days=by_day,
            chart=_chart(by_day),
            by_staff=by_staff,
            funnel=FUNNEL,
        )


@pages.get("/rows")
def rows() -> str:
    """The rows behind one number."""
    metric = BY_NAME[metric_asked()]
    with reading() as session:
        asked = view(session)
        corp_id = asked.asked.corp_id
        page = paged(session, rows_behind(asked.asked, metric.name))
        return render_template(
            "attribution/rows.html",
            view=asked,
            metric=metric,
            choices=[(one.name, one.label) for one in SHOWN],
            stages=STAGES,
            page=page,
            customers=customer_names(
                session, corp_id, {row[0].external_userid for row in page.rows}
            ),
            staff=staff_names(session, corp_id),
            channels=channel_names(session, corp_id),
        )


@pages.get("/export/<ending>")
def export(ending: str) -> Response:
    """The table of a page as a file: csv or xlsx."""
    if ending not in ENDINGS:
        abort(404)
    table, heads, title, name = _exported()
    return sheet_file(cells(table, heads), title=title, name=name, ending=ending)


def _exported() -> tuple[tables.Table, tuple[str, ...], str, str]:
    """The table, the heads of its first columns, the sheet's title and the file's name."""
    what = request.args.get("what", "")
    with reading() as session:
        asked = view(session)
        days = f"{asked.period.begins:%Y%m%d}-{asked.period.ends:%Y%m%d}"
        if what == "staff":
            table = tables.staff_table(session, asked)
            return table, (_("成员"), "userid"), _("按成员"), f"staff-{days}"
        if what == "days":
            return tables.day_table(session, asked), (_("日期"),), _("按天"), f"days-{days}"
        table = tables.channel_table(session, asked)
        return table, (_("渠道"), "state"), _("按渠道"), f"channels-{days}"


def _channel_choices(session: Session) -> list[tuple[str, str]]:
    names = channel_names(session, current_corp_id())
    return [(NO_STATE, _("非活码添加")), *sorted(names.items(), key=lambda pair: pair[1])]


def _chart(table: tables.Table) -> dict[str, Any]:
    """What the drawing shows: adds up, losses down, net as a line; the oldest day first."""
    lines = list(reversed(table.lines))
    return {
        "days": [line.key for line in lines],
        "adds": {"name": str(BY_NAME["adds"].label), "is": [line.counts.adds for line in lines]},
        "losses": {
            "name": str(BY_NAME["losses"].label),
            "is": [-line.counts.losses for line in lines],
        },
        "net": {"name": str(NET_LABEL), "is": [line.counts.net for line in lines]},
    }
