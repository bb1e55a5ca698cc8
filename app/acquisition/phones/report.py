"""A list as a spreadsheet: each row with its verdict; CSV that Excel opens, with no live formula."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from flask_babel import gettext as _

from app.acquisition.phones.models import PhoneItem
from app.acquisition.phones.numbers import hidden, local, masked
from app.acquisition.phones.words import REASONS, STATES, VERDICTS, verdict_words
from app.console.cells import BYTE_ORDER_MARK, harmless


def report_csv(items: Iterable[PhoneItem], staff: Mapping[str, str], *, whole: bool) -> str:
    """One line for each row of the table; `whole` numbers only for whoever asked on purpose."""
    sheet = StringIO()
    sheet.write(BYTE_ORDER_MARK)
    writer = csv.writer(sheet)
    heads = (_("行号"), _("手机号"), _("姓名"), _("备注"), _("来源"), _("导入结果"))
    writer.writerow([*heads, _("说明"), _("进度"), _("成员")])
    for item in items:
        writer.writerow([harmless(cell) for cell in _cells(item, staff, whole=whole)])
    return sheet.getvalue()


def shown(item: PhoneItem, *, whole: bool = False) -> str:
    """The number as it may be seen; a bad one as it was typed."""
    if not item.phone:
        return item.typed if whole else hidden(item.typed)
    return local(item.phone) if whole else masked(item.phone)


def _cells(item: PhoneItem, staff: Mapping[str, str], *, whole: bool) -> list[str | int]:
    more = verdict_words(item.verdict, item.why, item.told, staff)
    return [
        item.place,
        shown(item, whole=whole),
        item.name,
        item.note,
        item.source,
        str(VERDICTS[item.verdict]),
        more or str(REASONS.get(item.reason, "")),
        str(STATES[item.state]),
        staff.get(item.userid or "", item.userid or ""),
    ]
