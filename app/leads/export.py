"""Leads as a spreadsheet: CSV that Excel opens in Chinese and in which no cell is a formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from flask_babel import gettext as _

from app.console.cells import BYTE_ORDER_MARK, harmless
from app.console.filters import in_corp_zone
from app.console.said import said
from app.leads.models import Lead
from app.leads.words import STAGES


def leads_csv(leads: Iterable[Lead], staff: Mapping[str, str]) -> str:
    """One line for each lead, its reasons in one cell."""
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    writer.writerow(_heads())
    for lead in leads:
        writer.writerow([harmless(cell) for cell in _cells(lead, staff)])
    return sheet.getvalue()


def _heads() -> list[str]:
    return [
        _("客户名称"),
        "external_userid",
        _("分数"),
        _("阶段"),
        _("负责人"),
        _("来源"),
        "state",
        _("理由"),
        _("成为商机"),
    ]


def _cells(lead: Lead, staff: Mapping[str, str]) -> list[str | int]:
    return [
        lead.name,
        lead.external_userid,
        lead.score,
        str(STAGES[lead.stage]),
        staff.get(lead.owner, lead.owner),
        lead.source,
        lead.source_state,
        _("；").join(map(_reason, lead.contributions)),
        f"{in_corp_zone(lead.qualified_at):%Y-%m-%d %H:%M}",
    ]


def _reason(kept: Mapping[str, Any]) -> str:
    points = f"{kept['points']:+d}"
    return _(
        "%(label)s %(points)s：%(reason)s",
        label=kept["label"],
        points=points,
        reason=said(kept["reason"]),
    )
