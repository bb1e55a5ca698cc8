"""Leads as a spreadsheet: CSV that Excel opens in Chinese and in which no cell is a formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from flask_babel import gettext as _

from app.console.filters import in_corp_zone
from app.console.said import said
from app.leads.models import Lead
from app.leads.words import STAGES

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def leads_csv(leads: Iterable[Lead], staff: Mapping[str, str]) -> str:
    """One line for each lead, its reasons in one cell."""
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    writer.writerow(_heads())
    for lead in leads:
        writer.writerow([harmless(cell) for cell in _cells(lead, staff)])
    return sheet.getvalue()


def harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would run as a formula, with a mark before it that stops that."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell


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
