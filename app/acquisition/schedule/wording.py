"""How a plan is called on pages: days, hours, rows, and why somebody receives or does not."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.acquisition.schedule.plan import A_DAY, Period, Special, Window

WEEKDAYS: tuple[LazyString, ...] = (
    _l("周一"),
    _l("周二"),
    _l("周三"),
    _l("周四"),
    _l("周五"),
    _l("周六"),
    _l("周日"),
)
SOURCES: Mapping[str, LazyString] = {
    "special": _l("按特殊日期的安排"),
    "holiday": _l("按法定节假日的安排"),
    "weekly": _l("按每周时段"),
    "default": _l("不在任何时段，由默认成员接待"),
    "fallback": _l("由备用成员接待"),
    "last_resort": _l("没有人可以接待，又没有备用成员，只能仍由他们接待。请添加备用成员。"),
}
BECAUSE: Mapping[str, LazyString] = {
    "paused": _l("活码已暂停"),
    "code_day_full": _l("活码今天的上限已满"),
    "code_all_full": _l("活码的总上限已满"),
    "nobody": _l("排班的成员都不能接待"),
}
ABSENCES: Mapping[str, LazyString] = {
    "left": _l("已离职或没有客户联系权限"),
    "away": _l("自己暂停了接待"),
    "day_full": _l("今天的上限已满"),
    "all_full": _l("总上限已满"),
}


def clock_time(minutes: int) -> str:
    """`09:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def hours(window: Window) -> str:
    """`22:00–次日 06:00`; a whole day is called so."""
    start, end = clock_time(window.start), clock_time(window.end)
    if window.lasts == A_DAY and window.start == 0:
        return _("全天")
    if window.end > window.start or window.end == 0:
        return f"{start}–{'24:00' if window.end == 0 else end}"
    return _("%(start)s–次日 %(end)s", start=start, end=end)


def period_name(period: Period) -> str:
    """`周一、周二 09:00–18:00`."""
    days = _("、").join(str(WEEKDAYS[day]) for day in period.weekdays)
    return f"{days} {hours(period.window)}"


def special_name(special: Special) -> str:
    """`2026-10-01 至 2026-10-07 全天`."""
    return _(
        "%(first)s 至 %(last)s %(hours)s",
        first=special.first.isoformat(),
        last=special.last.isoformat(),
        hours=hours(special.window),
    )
