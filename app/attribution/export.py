"""The same numbers as files: CSV that Excel opens in Chinese, and XLSX; no cell is a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from flask_babel import gettext as _

from app.attribution.metrics import NET_LABEL, SHOWN
from app.attribution.tables import Line, Table
from app.console.cells import BYTE_ORDER_MARK, harmless

Cell = str | int | float
NOTHING = ""


def as_csv(table: Table, heads: tuple[str, ...]) -> bytes:
    """The table as the screen shows it, shares as fractions."""
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerows(cells(table, heads))
    return (BYTE_ORDER_MARK + sheet.getvalue()).encode()


def as_xlsx(table: Table, heads: tuple[str, ...], title: str) -> bytes:
    """The table as a workbook of one sheet, written row by row."""
    # imported here: openpyxl costs 0.2 s, and most processes never write a workbook
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for row in cells(table, heads):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def cells(table: Table, heads: tuple[str, ...]) -> Iterator[list[Cell]]:
    """Heads, lines, and the line of all; `heads` are those of a line's name and perhaps its id."""
    yield [harmless(head) for head in _heads(heads)]
    for line in (*table.lines, table.total):
        yield [
            cell if isinstance(cell, float) else harmless(cell) for cell in _cells(line, len(heads))
        ]


def _heads(first: tuple[str, ...]) -> Iterator[str]:
    yield from first
    for metric in SHOWN:
        yield str(metric.label)
        if metric.name == "losses":
            yield str(NET_LABEL)
        if metric.of:
            yield _("%(label)s率", label=str(metric.label))


def _cells(line: Line, named_by: int) -> Iterator[Cell]:
    yield from (line.name, line.key)[:named_by]
    for metric in SHOWN:
        yield line.counts.get(metric.name)
        if metric.name == "losses":
            yield line.counts.net
        if metric.of:
            share = line.counts.share(metric.name, metric.of)
            yield NOTHING if share is None else round(share, 4)
