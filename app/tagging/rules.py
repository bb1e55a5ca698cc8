"""Which tags a follow should get. Pure: facts and rules in, a change out, with its reasons."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Rule:
    """A rule as it stands in this version; `condition` is what models.TagRule describes."""

    id: int
    name: str
    version: int
    kind: str
    condition: Mapping[str, Any]
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What there is to judge; what is None was not there, and no rule about it can hit.

    `zone` is the corp's: a rule's clock is the wall clock of the corp.
    """

    zone: tzinfo
    state: str | None = None
    added_at: datetime | None = None
    text: str | None = None


@dataclass(frozen=True)
class Hit:
    """A rule that applies, and why, in a sentence for people."""

    rule: Rule
    reason: str


@dataclass(frozen=True)
class Change:
    """Tags to put on: tag_id → the hit that asks for it. A rule takes no tag off."""

    add: Mapping[str, Hit] = field(default_factory=dict)


def decide(facts: Facts, has: frozenset[str], rules: Iterable[Rule]) -> Change:
    """The change that brings `has` in line with `rules`; of two rules the first gives the reason."""
    add: dict[str, Hit] = {}
    for hit in hits(facts, rules):
        for tag_id in hit.rule.tag_ids:
            if tag_id not in has:
                add.setdefault(tag_id, hit)
    return Change(add)


def hits(facts: Facts, rules: Iterable[Rule]) -> list[Hit]:
    """The rules that apply, in their order."""
    judged = ((rule, KINDS[rule.kind](rule.condition, facts)) for rule in rules)
    return [Hit(rule, reason) for rule, reason in judged if reason is not None]


def came_through(condition: Mapping[str, Any], facts: Facts) -> str | None:
    """channel: the follow was made by a scan of one of these states."""
    if not facts.state or facts.state not in condition["states"]:
        return None
    name = condition.get("names", {}).get(facts.state, facts.state)
    return f"通过渠道「{name}」添加"


def added_within(condition: Mapping[str, Any], facts: Facts) -> str | None:
    """add_time: added inside the window, which may run overnight.

    The weekday is the day on which the window opened: Tuesday 02:00 belongs to Monday's
    22:00–06:00. The end is not part of it; equal ends mean the whole day.
    """
    if facts.added_at is None:
        return None
    local = facts.added_at.astimezone(facts.zone)
    start, end = time.fromisoformat(condition["from"]), time.fromisoformat(condition["to"])
    opened_on = local.date()
    if local.time() < start:
        opened_on -= timedelta(days=1)
    if not is_inside(local.time(), start, end):
        return None
    if opened_on.isoweekday() not in condition["weekdays"]:
        return None
    day = WEEKDAYS[local.isoweekday() - 1]
    return f"周{day} {local:%H:%M} 添加，在 {condition['from']}–{condition['to']} 之内"


def is_inside(moment: time, start: time, end: time) -> bool:
    """Whether a wall clock time lies in [start, end), over midnight where start ≥ end."""
    if start < end:
        return start <= moment < end
    return start == end or moment >= start or moment < end


def said(condition: Mapping[str, Any], facts: Facts) -> str | None:
    """keyword: the customer's message has the words. The reason names words, never the message."""
    if facts.text is None:
        return None
    text = folded(facts.text)
    if any(folded(word) in text for word in condition.get("without", ())):
        return None
    words = condition["words"]
    if condition.get("match") == "exact":
        found = [word for word in words if folded(word) == text]
        return f"客户消息就是「{found[0]}」" if found else None
    found = [word for word in words if folded(word) in text]
    if not found or (condition.get("need") == "all" and len(found) < len(words)):
        return None
    return "客户消息含关键词" + "".join(f"「{word}」" for word in found)


def folded(text: str) -> str:
    """Text as it is compared: full-width and half-width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


KINDS: dict[str, Callable[[Mapping[str, Any], Facts], str | None]] = {
    "channel": came_through,
    "add_time": added_within,
    "keyword": said,
}
