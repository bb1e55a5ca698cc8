"""Tables that people hand in: pasted text, CSV in the encodings of Chinese offices, XLSX."""

import csv
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from flask_babel import gettext as _

from app.errors import Unprocessable

MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024
MOST_COLUMNS = 50
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Rows = list[list[str]]


def read_file(content: bytes) -> Rows:
    """The rows of a file, whatever its name says. Raises Unprocessable with what to do."""
    if len(content) > MOST_BYTES:
        raise Unprocessable(_("文件超过 5 MB。请拆分成几份再上传。"))
    rows = (
        _read_xlsx(content) if content.startswith((ZIP, OLD_EXCEL)) else read_text(_text(content))
    )
    return _within_limits(rows)


def read_text(text: str) -> Rows:
    """The rows of pasted text or of a CSV: tabs, commas or semicolons between cells."""
    plain = text.lstrip("\ufeff").replace("\x00", "")
    first = next((line for line in plain.splitlines() if line.strip()), "")
    between = max("\t,;，", key=first.count)
    if between == "，":  # as people type it
        return _within_limits([line.split("，") for line in plain.splitlines()])
    try:
        rows = list(csv.reader(StringIO(plain, newline=""), delimiter=between))
    except csv.Error as error:
        raise Unprocessable(
            _("这份文件读不出来。请在表格软件里另存为 XLSX 或 CSV 再试。")
        ) from error
    return _within_limits(rows)


def _within_limits(rows: Rows) -> Rows:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Unprocessable(
            _(
                "一次最多导入 %(most)s 行，这份有 %(count)s 行。请拆分后再导入。",
                most=MOST_ROWS,
                count=len(rows),
            )
        )
    return [row[:MOST_COLUMNS] for row in rows]


def _text(content: bytes) -> str:
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_mark else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unprocessable(_("认不出这份文件的编码。请在表格软件里另存为 XLSX 或 UTF-8 的 CSV 再试。"))


def _read_xlsx(content: bytes) -> Rows:
    import python_calamine as library  # noqa: PLC0415  heavy, and only an import needs it

    try:
        book = library.load_workbook(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
    except (library.CalamineError, IndexError) as error:
        raise Unprocessable(
            _("这份表格打不开：可能已损坏或有密码。请另存为 XLSX 再试。")
        ) from error
    return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _cell(value: int | float | str | bool | time | date | datetime | timedelta) -> str:
    """A cell as it was meant: a spreadsheet keeps a phone number as 13800138000.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "")
