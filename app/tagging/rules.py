"""Which tags a follow should get. Pure: facts and rules in, a change out, with its reasons."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from functools import reduce
from typing import Any

from app.sentences import Sentence

WEEKDAYS = (
    Sentence("周一"),
    Sentence("周二"),
    Sentence("周三"),
    Sentence("周四"),
    Sentence("周五"),
    Sentence("周六"),
    Sentence("周日"),
)


@dataclass(frozen=True)
class Rule:
    """A rule as it stands in this version; `condition` is what models.TagRule describes."""

    id: int
    name: str
    version: int
    kind: str
    condition: Mapping[str, Any]
    tag_ids: tuple[str, ...] = ()

    @property
    def label(self) -> Sentence | str:
        """What people call it; the rule of a live code is called after the code."""
        code = self.condition.get("code")
        return called_after(name_in(self.condition, code)) if code else self.name


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
    """A rule that applies, and why."""

    rule: Rule
    reason: Sentence


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


def called_after(channel: str) -> Sentence:
    """The name of a rule that belongs to a live code."""
    return Sentence("渠道 %(name)s", {"name": channel})


def came_through(condition: Mapping[str, Any], facts: Facts) -> Sentence | None:
    """channel: the follow was made by a scan of one of these states."""
    if not facts.state or facts.state not in condition["states"]:
        return None
    return Sentence("通过渠道「%(name)s」添加", {"name": name_in(condition, facts.state)})


def name_in(condition: Mapping[str, Any], state: str) -> str:
    """The name that a channel rule keeps for a channel."""
    return str(condition.get("names", {}).get(state, state))


def added_within(condition: Mapping[str, Any], facts: Facts) -> Sentence | None:
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
    return Sentence(
        "%(day)s %(clock)s 添加，在 %(start)s–%(end)s 之内",
        {
            "day": WEEKDAYS[local.weekday()],
            "clock": f"{local:%H:%M}",
            "start": condition["from"],
            "end": condition["to"],
        },
    )


def is_inside(moment: time, start: time, end: time) -> bool:
    """Whether a wall clock time lies in [start, end), over midnight where start ≥ end."""
    if start < end:
        return start <= moment < end
    return start == end or moment >= start or moment < end


def said(condition: Mapping[str, Any], facts: Facts) -> Sentence | None:
    """keyword: the customer's message has the words. The reason names words, never the message."""
    if facts.text is None:
        return None
    text = folded(facts.text)
    if any(folded(word) in text for word in condition.get("without", ())):
        return None
    words = condition["words"]
    if condition.get("match") == "exact":
        found = [word for word in words if folded(word) == text]
        return Sentence("客户消息就是「%(word)s」", {"word": found[0]}) if found else None
    found = [word for word in words if folded(word) in text]
    if not found or (condition.get("need") == "all" and len(found) < len(words)):
        return None
    first = Sentence("客户消息含关键词「%(word)s」", {"word": found[0]})
    return reduce(and_also, found[1:], first)


def and_also(before: Sentence, word: str) -> Sentence:
    """One more word that was found."""
    return Sentence("%(before)s「%(word)s」", {"before": before, "word": word})


def folded(text: str) -> str:
    """Text as it is compared: full-width and half-width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


KINDS: dict[str, Callable[[Mapping[str, Any], Facts], Sentence | None]] = {
    "channel": came_through,
    "add_time": added_within,
    "keyword": said,
}
