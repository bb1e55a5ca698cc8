"""How pages write moments: stored in UTC, shown in the corp's zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_timedelta
from flask_babel import gettext as _
from markupsafe import Markup

from app.clock import now
from app.config import settings

A_SHORT_WHILE = timedelta(hours=1)


def localtime(moment: datetime | None) -> str:
    """`2026-11-21 19:05`, with seconds and zone on hover."""
    if moment is None:
        return "—"
    there = in_corp_zone(moment)
    return framed(there, f"{there:%Y-%m-%d %H:%M}")


def ago(moment: datetime | None) -> str:
    """`3 分钟前` within the hour, `今天 19:05` around today, else the date."""
    if moment is None:
        return "—"
    there = in_corp_zone(moment)
    return framed(there, nearness(there, in_corp_zone(now())))


def nearness(there: datetime, here: datetime) -> str:
    """How `there` is called by somebody who stands at `here`."""
    if abs(here - there) < timedelta(seconds=10):
        return _("刚刚")
    if abs(here - there) < A_SHORT_WHILE:
        return str(format_timedelta(there - here, add_direction=True, threshold=1))
    clock = f"{there:%H:%M}"
    days = (there.date() - here.date()).days
    if days in (-1, 0, 1):
        words = {-1: _("昨天 %(clock)s", clock=clock), 0: _("今天 %(clock)s", clock=clock)}
        return str(words.get(days) or _("明天 %(clock)s", clock=clock))
    return f"{there:%Y-%m-%d %H:%M}"


def in_corp_zone(moment: datetime) -> datetime:
    """The same moment on the corp's wall clock."""
    return moment.astimezone(ZoneInfo(settings().corp_zone))


def framed(there: datetime, words: str) -> Markup:
    """The words inside <time>, which carries the exact moment."""
    exact = f"{there:%Y-%m-%d %H:%M:%S %z}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        there.isoformat(), exact, words
    )
