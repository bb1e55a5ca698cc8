"""Reading a spreadsheet of live codes (XLSX or CSV), and the empty one to fill in."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.console.language import LOCALES
from app.errors import Unprocessable

# Our word for a column → its heading, read in any of our languages.
COLUMNS: dict[str, LazyString] = {
    "name": _l("活码名称"),
    "members": _l("接待成员"),
    "tags": _l("标签"),
    "folder": _l("分组"),
    "source": _l("商机来源"),
    "remark_template": _l("备注模板"),
    "description": _l("客户描述"),
    "skip_verify": _l("自动通过好友验证"),
    "text": _l("欢迎语"),
}
NEEDED = ("name", "members")
MOST_LINES = 500
MOST_BYTES = 5 * 1024 * 1024


def read_sheet(content: bytes) -> dict[int, dict[str, str]]:
    """Line of the sheet (as a person counts) → its cells; what cannot be read is said in words."""
    if len(content) > MOST_BYTES:
        raise Unprocessable(_("文件最大 %(most)s MB", most=MOST_BYTES // 1024 // 1024))
    rows = list(_xlsx(content) if content.startswith(b"PK") else _csv(content))
    places = _places(rows[0] if rows else [])
    lines = {
        number: {key: row[at].strip() for key, at in places.items() if at < len(row)}
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    }
    if not lines:
        raise Unprocessable(_("表格里没有内容。请下载模板，从第 2 行开始填写。"))
    if len(lines) > MOST_LINES:
        raise Unprocessable(
            _("一次最多 %(most)s 行，这个表格有 %(count)s 行", most=MOST_LINES, count=len(lines))
        )
    return lines


def in_all_languages(word: LazyString) -> set[str]:
    """How a word may be written, in small letters: a sheet travels between people."""
    found = set()
    for locale in LOCALES:
        with force_locale(locale):
            found.add(str(word).lower())
    return found


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Our word → the number of its column."""
    there = {cell.strip().lower().rstrip("*"): at for at, cell in enumerate(heading)}
    places = {
        key: there[name]
        for key, heading in COLUMNS.items()
        for name in {key, *in_all_languages(heading)}
        if name in there
    }
    missing = [str(COLUMNS[key]) for key in NEEDED if key not in places]
    if missing:
        raise Unprocessable(_("第一行缺少这些列：%(names)s", names=_("、").join(missing)))
    return places


def _xlsx(content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only imports need it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Unprocessable(_("这个文件打不开，请另存为 XLSX 或 CSV 再上传")) from error
    for row in rows:
        yield [_words(cell) for cell in row]


def _words(cell: object) -> str:
    """A cell as a person sees it: 12.0 is 12."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _csv(content: bytes) -> Iterable[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what a Chinese Excel writes
        except UnicodeDecodeError:
            raise Unprocessable(_("这个文件打不开，请另存为 XLSX 或 CSV 再上传")) from None
    if "\0" in text:
        raise Unprocessable(_("这个文件打不开，请另存为 XLSX 或 CSV 再上传"))
    return csv.reader(io.StringIO(text, newline=""))


def template(members: Sequence[tuple[str, str]], tags: Sequence[str]) -> bytes:
    """A sheet with the headings, and beside it whom and what one may write."""
    from openpyxl import Workbook  # noqa: PLC0415  only who asks for it needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("活码"))
    names = [f"{heading}*" if key in NEEDED else f"{heading}" for key, heading in COLUMNS.items()]
    sheet.append(names)
    there = book.create_sheet(_("可以填写"))
    there.append([str(COLUMNS["members"]), "userid", str(COLUMNS["tags"])])
    for at in range(max(len(members), len(tags))):
        userid, name = members[at] if at < len(members) else ("", "")
        there.append([_plain(name), userid, _plain(tags[at]) if at < len(tags) else ""])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(text: str) -> str:
    """What is no formula to a spreadsheet."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
