"""The windows of a welcome while a person is setting them: read, checked, kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.outreach.parts import Part, part_of, read_part, wrong_fields
from app.outreach.windows import clash, minutes_of, window_of

MOST_WINDOWS = 12
LONGEST_SPAN = 366  # days
LONGEST_NAME = 20  # characters
NEW_DAYS = ("1", "2", "3", "4", "5")


@dataclass
class WindowDraft:
    """One window as it stands in the form; without `first` it is weekly."""

    part: Part
    name: str = ""
    start: str = "18:00"
    end: str = "09:00"
    weekdays: list[str] = field(default_factory=lambda: list(NEW_DAYS))
    first: str = ""
    last: str = ""
    by: str = "week"  # week | dates

    def kept(self) -> dict[str, Any]:
        """As a Welcome keeps it."""
        is_special = self.by == "dates"
        return {
            "name": self.name,
            "from": self.start,
            "to": self.end,
            "weekdays": [] if is_special else sorted(map(int, self.weekdays)),
            "first": self.first if is_special else None,
            "last": (self.last or self.first) if is_special else None,
            "text": self.part.text,
            "attachments": self.part.attachments,
        }


def window_draft(place: int, kept: Mapping[str, Any]) -> WindowDraft:
    """The form of a window that stands already."""
    return WindowDraft(
        part_of(f"w{place}-", kept["text"], kept["attachments"]),
        name=kept["name"],
        start=kept["from"],
        end=kept["to"],
        weekdays=[str(day) for day in kept["weekdays"]] or list(NEW_DAYS),
        first=kept.get("first") or "",
        last=kept.get("last") or "",
        by="dates" if kept.get("first") else "week",
    )


def read_windows(form: Mapping[str, str]) -> list[WindowDraft]:
    """The windows as they were sent."""
    return [
        _read(form, f"w{place}-") for place in range(MOST_WINDOWS + 1) if f"w{place}-from" in form
    ]


def _read(form: Mapping[str, str], prefix: str) -> WindowDraft:
    days = form.getlist(f"{prefix}weekdays") if isinstance(form, MultiDict) else []
    return WindowDraft(
        read_part(form, prefix),
        name=form.get(f"{prefix}name", "").strip(),
        start=form.get(f"{prefix}from", "").strip()[:5],
        end=form.get(f"{prefix}to", "").strip()[:5],
        weekdays=[day for day in days if day in set("1234567")],
        first=form.get(f"{prefix}first", "").strip(),
        last=form.get(f"{prefix}last", "").strip(),
        by="dates" if form.get(f"{prefix}by") == "dates" else "week",
    )


def wrong_windows(windows: Sequence[WindowDraft]) -> dict[str, str]:
    """Field → complaint of all windows; two that overlap are named together."""
    wrong: dict[str, str] = {}
    for window in windows:
        window.name = window.name or named(window)
        mistakes = {**wrong_times(window), **wrong_days(window)}
        if not (window.part.text or window.part.attachments):
            mistakes["welcome_text"] = _("这个时段还没有内容：请填写欢迎语或添加附件")
        wrong |= {window.part.prefix + name: words for name, words in mistakes.items()}
        wrong |= wrong_fields(window.part)
    if len(windows) > MOST_WINDOWS:
        wrong["windows"] = _("最多 %(most)s 个时段", most=MOST_WINDOWS)
    return wrong or overlapping(windows)


def named(window: WindowDraft) -> str:
    """What a window is called that nobody has named."""
    return f"{window.start}–{window.end}"


def wrong_times(window: WindowDraft) -> dict[str, str]:
    """Field → complaint about the times of day."""
    wrong = {}
    if len(window.name) > LONGEST_NAME:
        wrong["name"] = _("最多 %(most)s 个字", most=LONGEST_NAME)
    for name, value in (("from", window.start), ("to", window.end)):
        try:
            minutes_of(value)
        except ValueError:
            wrong[name] = _("请填写时间，例如 18:00")
    return wrong


def wrong_days(window: WindowDraft) -> dict[str, str]:
    """Field → complaint about the days."""
    if window.by == "week":
        return {} if window.weekdays else {"weekdays": _("请至少选择一天")}
    try:
        first = date.fromisoformat(window.first)
        last = date.fromisoformat(window.last or window.first)
    except ValueError:
        return {"first": _("请填写日期，例如 2026-10-01")}
    if last < first:
        return {"last": _("结束日期不能早于开始日期")}
    if (last - first).days >= LONGEST_SPAN:
        return {"last": _("最多 %(most)s 天", most=LONGEST_SPAN)}
    return {}


def overlapping(windows: Sequence[WindowDraft]) -> dict[str, str]:
    """The complaint about two windows that are open at the same moment."""
    places = clash([window_of(window.kept()) for window in windows])
    if places is None:
        return {}
    first, second = (windows[place] for place in places)
    words = _(
        "时段「%(first)s」和「%(second)s」有重叠，请调整其中一个",
        first=first.name,
        second=second.name,
    )
    return {"windows": words, f"{second.part.prefix}from": words}
