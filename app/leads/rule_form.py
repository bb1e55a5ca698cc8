"""The form of qualification rules: what was typed, kept as typed, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.leads.qualification import LOOKS, Rule

MOST_RULES = 30
MOST_POINTS = 100
_SEPARATORS = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One rule as it was typed."""

    kind: str
    label: str = ""
    points: str = ""
    words: str = ""
    within_hours: str = ""
    at_least: str = ""
    states: tuple[str, ...] = ()
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A whole form as it was typed; `after` is the version that it was made from."""

    lines: tuple[Line, ...]
    threshold: str
    after: int = 0


@dataclass(frozen=True)
class Checked:
    """What a draft says: rules and a threshold, or errors by the name of their field."""

    rules: list[Rule] = field(default_factory=list)
    threshold: int = 0
    errors: dict[str, str] = field(default_factory=dict)


def drawn(rules: Iterable[Rule], threshold: int, after: int) -> Draft:
    """The draft that shows these rules."""
    return Draft(lines=tuple(map(_line, rules)), threshold=str(threshold), after=after)


def read(form: MultiDict[str, str]) -> Draft:
    """The draft that was sent; lines of a kind that we do not know are left out."""
    lines = (_sent_line(form, row) for row in form.getlist("row")[: MOST_RULES + 1])
    return Draft(
        lines=tuple(line for line in lines if line.kind in LOOKS),
        threshold=form.get("threshold", "").strip(),
        after=form.get("after", 0, type=int),
    )


def with_line(draft: Draft, kind: str) -> Draft:
    """The draft with one more empty line at its end."""
    return replace(draft, lines=(*draft.lines, Line(kind=kind))) if kind in LOOKS else draft


def without_line(draft: Draft, place: str) -> Draft:
    """The draft without the line at `place`."""
    kept = tuple(line for number, line in enumerate(draft.lines) if str(number) != place)
    return replace(draft, lines=kept)


def checked(draft: Draft) -> Checked:
    """The rules that a draft means, with an error beside each field that means nothing."""
    errors: dict[str, str] = {}
    rules = [_rule(line, number, errors) for number, line in enumerate(draft.lines)]
    _refuse_twins(rules, errors)
    if not rules:
        errors["rules"] = _("至少要有一条规则。")
    if len(rules) > MOST_RULES:
        errors["rules"] = _("最多 %(most)s 条规则。", most=MOST_RULES)
    threshold = _number(draft.threshold, 1, 1000, "threshold", errors)
    return Checked(rules, threshold, errors)


def _line(rule: Rule) -> Line:
    return Line(
        kind=rule.kind,
        label=rule.label,
        points=str(rule.points),
        words="、".join(rule.words),
        within_hours=str(rule.within_hours or ""),
        at_least=str(rule.at_least or ""),
        states=rule.states,
        tag_ids=rule.tag_ids,
    )


def _sent_line(form: MultiDict[str, str], row: str) -> Line:
    def typed(name: str) -> str:
        return form.get(f"{name}-{row}", "").strip()

    return Line(
        kind=typed("kind"),
        label=typed("label"),
        points=typed("points"),
        words=typed("words"),
        within_hours=typed("within_hours"),
        at_least=typed("at_least"),
        states=tuple(form.getlist(f"states-{row}")),
        tag_ids=tuple(form.getlist(f"tag_ids-{row}")),
    )


def _rule(line: Line, number: int, errors: dict[str, str]) -> Rule:
    label = line.label
    if not 1 <= len(label) <= 20:
        errors[f"label-{number}"] = _("名称要 1 到 20 个字。")
    points = _number(line.points, -MOST_POINTS, MOST_POINTS, f"points-{number}", errors)
    if points == 0:
        errors.setdefault(f"points-{number}", _("分数不能是 0。"))
    condition = CONDITIONS.get(line.kind)
    plain = Rule(kind=line.kind, label=label, points=points)
    return condition(plain, line, number, errors) if condition else plain


def _keyword(rule: Rule, line: Line, number: int, errors: dict[str, str]) -> Rule:
    words = tuple(dict.fromkeys(word.strip() for word in _SEPARATORS.split(line.words)))
    words = tuple(word for word in words if word)
    if not words:
        errors[f"words-{number}"] = _("至少写一个关键词。")
    elif len(words) > 50 or any(len(word) > 30 for word in words):
        errors[f"words-{number}"] = _("最多 50 个关键词，每个不超过 30 个字。")
    return replace(rule, words=words)


def _replied(rule: Rule, line: Line, number: int, errors: dict[str, str]) -> Rule:
    hours = _number(line.within_hours, 1, 720, f"within_hours-{number}", errors)
    return replace(rule, within_hours=hours)


def _messages(rule: Rule, line: Line, number: int, errors: dict[str, str]) -> Rule:
    return replace(rule, at_least=_number(line.at_least, 1, 1000, f"at_least-{number}", errors))


def _channel(rule: Rule, line: Line, number: int, errors: dict[str, str]) -> Rule:  # noqa: ARG001
    return replace(rule, states=line.states)  # none chosen: any live code


def _tag(rule: Rule, line: Line, number: int, errors: dict[str, str]) -> Rule:
    if not line.tag_ids:
        errors[f"tag_ids-{number}"] = _("至少选一个标签。")
    return replace(rule, tag_ids=line.tag_ids)


Condition = Callable[[Rule, Line, int, dict[str, str]], Rule]
CONDITIONS: Mapping[str, Condition] = {
    "keyword": _keyword,
    "replied": _replied,
    "messages": _messages,
    "channel": _channel,
    "tag": _tag,
}


def _refuse_twins(rules: list[Rule], errors: dict[str, str]) -> None:
    """Reasons are told apart by their labels, so each label stands once."""
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        if rule.label in seen:
            errors.setdefault(f"label-{number}", _("名称不能重复。"))
        seen.add(rule.label)


def _number(typed: str, least: int, most: int, name: str, errors: dict[str, str]) -> int:
    if re.fullmatch(r"[+-]?\d{1,6}", typed) and least <= int(typed) <= most:
        return int(typed)
    errors[name] = _("请填 %(least)s 到 %(most)s 的整数。", least=least, most=most)
    return 0
