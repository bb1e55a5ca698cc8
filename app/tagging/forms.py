"""What a person typed about a rule: kept as typed, checked, and turned into a condition."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.tagging.models import TagRule

NAME_LIMIT = 30
WORD_LIMIT = 50  # characters of one keyword
WORDS_LIMIT = 50
OF_A_TAG = ("new_tag", "new_group", "group_id")
PLAIN = ("name", "words", "without", "match", "need", "start", "end", *OF_A_TAG)
LISTS = ("tag_ids", "weekdays", "states")
ALL_DAYS = ["1", "2", "3", "4", "5", "6", "7"]
BETWEEN_WORDS = re.compile(r"[\n,，、;；]")


@dataclass
class RuleForm:
    """The fields as typed, and field → what is wrong with it."""

    kind: str
    name: str = ""
    tag_ids: list[str] = field(default_factory=list)
    words: str = ""
    without: str = ""
    match: str = "contains"
    need: str = "any"
    start: str = "09:00"
    end: str = "18:00"
    weekdays: list[str] = field(default_factory=lambda: list(ALL_DAYS))
    states: list[str] = field(default_factory=list)
    new_tag: str = ""
    new_group: str = ""
    group_id: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def condition(self) -> dict[str, Any]:
        """What models.TagRule.condition holds; only after `check` found nothing."""
        return CONDITIONS[self.kind](self)


def typed(kind: str, form: MultiDict[str, str]) -> RuleForm:
    """The form as it was sent."""
    sent = RuleForm(kind)
    for name in PLAIN:
        setattr(sent, name, form.get(name, "").strip())
    for name in LISTS:
        setattr(sent, name, form.getlist(name))
    return sent


def filled(rule: TagRule) -> RuleForm:
    """The form for a rule that is there."""
    made = RuleForm(rule.kind, rule.name, list(rule.tag_ids))
    condition: Mapping[str, Any] = rule.condition
    if rule.kind == "keyword":
        made.words = "\n".join(condition["words"])
        made.without = "\n".join(condition.get("without", ()))
        made.match = condition.get("match", "contains")
        made.need = condition.get("need", "any")
    elif rule.kind == "add_time":
        made.start, made.end = condition["from"], condition["to"]
        made.weekdays = [str(day) for day in condition["weekdays"]]
    else:
        made.states = list(condition["states"])
    return made


def check(form: RuleForm, taken: set[str], tag_ids: set[str]) -> bool:
    """Whether the form can be saved; what is wrong is written beside its field."""
    errors = form.errors
    if not form.name:
        errors["name"] = _("请填写规则名称。")
    elif len(form.name) > NAME_LIMIT:
        errors["name"] = _("名称最多 %(limit)s 个字。", limit=NAME_LIMIT)
    elif form.name in taken:
        errors["name"] = _("已有同名规则，请换一个名字。")
    if not form.tag_ids:
        errors["tag_ids"] = _("请至少选一个标签。")
    elif not set(form.tag_ids) <= tag_ids:
        errors["tag_ids"] = _("有标签已在企业微信删除，请重新选择。")
    CHECKS[form.kind](form)
    return not errors


def check_words(form: RuleForm) -> None:
    """keyword."""
    words = split(form.words)
    if not words:
        form.errors["words"] = _("请至少写一个关键词。")
    for name, found in (("words", words), ("without", split(form.without))):
        if len(found) > WORDS_LIMIT:
            form.errors[name] = _("最多 %(limit)s 个词。", limit=WORDS_LIMIT)
        elif any(len(word) > WORD_LIMIT for word in found):
            form.errors[name] = _("每个词最多 %(limit)s 个字。", limit=WORD_LIMIT)


def check_window(form: RuleForm) -> None:
    """add_time."""
    for name, moment in (("start", form.start), ("end", form.end)):
        if not is_clock(moment):
            form.errors[name] = _("请写成 24 小时制，如 22:00。")
    if not form.weekdays or not set(form.weekdays) <= set(ALL_DAYS):
        form.errors["weekdays"] = _("请至少选一天。")


def check_states(form: RuleForm) -> None:
    """channel."""
    if not form.states:
        form.errors["states"] = _("请至少选一个渠道。")


def split(text: str) -> list[str]:
    """The words of a field, one a line or between commas, each once."""
    return list(dict.fromkeys(word.strip() for word in BETWEEN_WORDS.split(text) if word.strip()))


def is_clock(moment: str) -> bool:
    """Whether this is a time like 22:00."""
    try:
        return time.fromisoformat(moment).strftime("%H:%M") == moment
    except ValueError:
        return False


CHECKS: dict[str, Callable[[RuleForm], None]] = {
    "keyword": check_words,
    "add_time": check_window,
    "channel": check_states,
}
CONDITIONS: dict[str, Callable[[RuleForm], dict[str, Any]]] = {
    "keyword": lambda form: {
        "words": split(form.words),
        "without": split(form.without),
        "match": "exact" if form.match == "exact" else "contains",
        "need": "all" if form.need == "all" else "any",
    },
    "add_time": lambda form: {
        "from": form.start,
        "to": form.end,
        "weekdays": sorted(int(day) for day in set(form.weekdays)),
    },
    "channel": lambda form: {"states": list(dict.fromkeys(form.states))},
}
