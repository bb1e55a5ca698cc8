"""Rows as files that people take with them: CSV that Excel opens in Chinese, and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from flask import Response

from app.console.cells import BYTE_ORDER_MARK, harmless

Cell = str | int | float
Rows = Iterable[Sequence[Cell]]
ENDINGS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_file(rows: Rows, *, title: str, name: str, ending: str) -> Response:
    """The rows as a download; `ending` is one of ENDINGS, `name` is ASCII."""
    is_csv = ending == "csv"
    content = as_csv(rows) if is_csv else as_xlsx(rows, title)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, mimetype="text/csv" if is_csv else XLSX, headers=disposition)


def as_csv(rows: Rows) -> bytes:
    """The rows in UTF-8, with the mark by which Excel knows it."""
    sheet = StringIO()
    csv.writer(sheet).writerows(_harmless(rows))
    return (BYTE_ORDER_MARK + sheet.getvalue()).encode()


def as_xlsx(rows: Rows, title: str) -> bytes:
    """The rows as a workbook of one sheet, written row by row."""
    # imported here: openpyxl costs 0.2 s, and most processes never write a workbook
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for row in _harmless(rows):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _harmless(rows: Rows) -> Iterator[list[Cell]]:
    for row in rows:
        yield [cell if isinstance(cell, float) else harmless(cell) for cell in row]
