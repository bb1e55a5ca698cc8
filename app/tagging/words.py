"""Rules in words, for the list."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

KINDS = {
    "keyword": _l("关键词规则"),
    "add_time": _l("添加时段规则"),
    "channel": _l("渠道规则"),
}
KIND_HINTS = {
    "keyword": _l("客户说到某些词时打标签，如「多少钱」打上「问价」。"),
    "add_time": _l("按添加时间打标签，可以跨夜，如 22:00 到 06:00。"),
    "channel": _l("客户扫了某些活码时打标签，多个活码可以共用。"),
}
DAYS = {
    1: _l("周一"),
    2: _l("周二"),
    3: _l("周三"),
    4: _l("周四"),
    5: _l("周五"),
    6: _l("周六"),
    7: _l("周日"),
}


def condition_words(kind: str, condition: Mapping[str, Any], named: Callable[[str], str]) -> str:
    """The condition as one sentence; `named` gives a channel's name for its state."""
    return SENTENCES[kind](condition, named)


def about_words(condition: Mapping[str, Any], _named: Callable[[str], str]) -> str:
    """keyword."""
    words = " / ".join(condition["words"])
    if condition.get("match") == "exact":
        said = _("整句就是 %(words)s", words=words)
    elif condition.get("need") == "all" and len(condition["words"]) > 1:
        said = _("同时含 %(words)s", words=words)
    else:
        said = _("含 %(words)s", words=words)
    if condition.get("without"):
        said += _("，不含 %(words)s", words=" / ".join(condition["without"]))
    return said


def about_window(condition: Mapping[str, Any], _named: Callable[[str], str]) -> str:
    """add_time."""
    days = condition["weekdays"]
    every = _("每天") if len(days) == 7 else " ".join(str(DAYS[day]) for day in days)
    return f"{every} {condition['from']}–{condition['to']}"


def about_states(condition: Mapping[str, Any], named: Callable[[str], str]) -> str:
    """channel."""
    return " / ".join(named(state) for state in condition["states"])


SENTENCES: dict[str, Callable[[Mapping[str, Any], Callable[[str], str]], str]] = {
    "keyword": about_words,
    "add_time": about_window,
    "channel": about_states,
}
