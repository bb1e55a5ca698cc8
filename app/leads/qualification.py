"""Whether a customer is a lead. Pure: facts and rules in, a score with its reasons out.

A kind of rule is one row in KINDS. What a rule has found stays found when more is said later:
reasons name the first moment at which the rule was met, so that a score moves only for news.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from app.sentences import Sentence

# WeChat sends these in the customer's name when a friendship begins: nobody wrote them.
AUTOMATIC = ("我通过了你的", "我已经添加了你")


@dataclass(frozen=True, kw_only=True)
class Tie:
    """One follow (好友关系) of the customer, with the name of the live code it came through."""

    userid: str
    followed_at: datetime
    state: str = ""
    channel: str = ""
    ended_at: datetime | None = None
    event_id: int | None = None
    end_event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Something that the customer said to a member; `text` is empty for pictures and files."""

    userid: str
    at: datetime
    text: str = ""
    event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """A tag on one of the customer's follows."""

    tag_id: str
    name: str
    at: datetime
    event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a customer; each list from the oldest to the newest."""

    ties: Sequence[Tie] = ()
    spoken: Sequence[Spoken] = ()
    tags: Sequence[Tagged] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of a qualification; which conditions count depends on `kind`."""

    kind: str
    label: str
    points: int
    words: tuple[str, ...] = ()  # keyword: any of them
    within_hours: int = 0  # replied: counted from the moment of adding
    states: tuple[str, ...] = ()  # channel: any of them; none named: any live code
    tag_ids: tuple[str, ...] = ()  # tag: any of them
    at_least: int = 0  # messages


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What one rule adds to the score, or takes from it, and why."""

    label: str
    points: int
    reason: Sentence | str
    at: datetime
    event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The score; `contributions` always sum to `total`, and `missing` would add more points."""

    total: int
    contributions: tuple[Contribution, ...]
    is_qualified: bool
    missing: tuple[Rule, ...]


@dataclass(frozen=True)
class Found:
    """Why a rule is met, since when, and the event that shows it."""

    reason: Sentence
    at: datetime
    event_id: int | None


Look = Callable[[Facts, Rule], Found | None]


def judge(facts: Facts, rules: Iterable[Rule], threshold: int) -> Judgement:
    """The score of a customer under `rules`; qualified from `threshold` points upwards."""
    contributions: list[Contribution] = []
    missing: list[Rule] = []
    for rule in rules:
        found = LOOKS[rule.kind](facts, rule)
        if found:
            contributions.append(_contribution(rule, found))
        elif rule.points > 0:
            missing.append(rule)
    total = sum(each.points for each in contributions)
    return Judgement(
        total=total,
        contributions=tuple(contributions),
        is_qualified=total >= threshold,
        missing=tuple(missing),
    )


def caretaker(ties: Sequence[Tie], present: str = "") -> str:
    """Who looks after the customer: who did so far, else the first member still tied to them."""
    alive = [tie.userid for tie in ties if tie.ended_at is None]
    if present in alive or not ties:
        return present
    return alive[0] if alive else present or ties[0].userid


def all_ended_at(ties: Sequence[Tie]) -> datetime | None:
    """When the last tie ended; None while one is alive."""
    ends = [tie.ended_at for tie in ties if tie.ended_at is not None]
    return max(ends) if ends and len(ends) == len(ties) else None


def folded(text: str) -> str:
    """Text as words are looked for in it: full width, half width and case are one."""
    return normalize("NFKC", text).casefold()


def _contribution(rule: Rule, found: Found) -> Contribution:
    return Contribution(
        label=rule.label,
        points=rule.points,
        reason=found.reason,
        at=found.at,
        event_id=found.event_id,
    )


def _written(facts: Facts) -> list[Spoken]:
    return [said for said in facts.spoken if not said.text.startswith(AUTOMATIC)]


def _keyword(facts: Facts, rule: Rule) -> Found | None:
    """The reason names the word only: what else the customer wrote stays in the archive."""
    for said in _written(facts):
        text = folded(said.text)
        for word in rule.words:
            if folded(word) in text:
                reason = Sentence("消息含关键词「%(word)s」", {"word": word})
                return Found(reason, said.at, said.event_id)
    return None


def _replied(facts: Facts, rule: Rule) -> Found | None:
    patience = timedelta(hours=rule.within_hours)
    written = _written(facts)
    for tie in facts.ties:
        since = (said for said in written if said.userid == tie.userid)
        first = next((said for said in since if said.at >= tie.followed_at), None)
        if first and first.at - tie.followed_at <= patience:
            return Found(_after(first.at - tie.followed_at), first.at, first.event_id)
    return None


def _channel(facts: Facts, rule: Rule) -> Found | None:
    for tie in facts.ties:
        if tie.state and (not rule.states or tie.state in rule.states):
            reason = Sentence("通过渠道「%(name)s」添加", {"name": tie.channel or tie.state})
            return Found(reason, tie.followed_at, tie.event_id)
    return None


def _tag(facts: Facts, rule: Rule) -> Found | None:
    for tag in facts.tags:
        if tag.tag_id in rule.tag_ids:
            return Found(Sentence("有标签「%(name)s」", {"name": tag.name}), tag.at, tag.event_id)
    return None


def _messages(facts: Facts, rule: Rule) -> Found | None:
    written = _written(facts)
    if rule.at_least < 1 or len(written) < rule.at_least:
        return None
    reached = written[rule.at_least - 1]
    reason = Sentence("发来第 %(count)s 条消息", {"count": rule.at_least})
    return Found(reason, reached.at, reached.event_id)


def _lost(facts: Facts, rule: Rule) -> Found | None:  # noqa: ARG001  every kind looks alike
    ended_at = all_ended_at(facts.ties)
    if ended_at is None:
        return None
    last = max(facts.ties, key=lambda tie: tie.ended_at or ended_at)
    return Found(Sentence("客户已没有好友关系"), ended_at, last.end_event_id)


def _after(wait: timedelta) -> Sentence:
    minutes = int(wait.total_seconds()) // 60
    hours = minutes // 60
    if minutes < 1:
        return Sentence("添加后不到 1 分钟回复")
    if minutes < 60:
        return Sentence("添加后 %(minutes)s 分钟回复", {"minutes": minutes})
    if hours < 48:
        return Sentence("添加后 %(hours)s 小时回复", {"hours": hours})
    return Sentence("添加后 %(days)s 天回复", {"days": hours // 24})


LOOKS: Mapping[str, Look] = {
    "keyword": _keyword,
    "replied": _replied,
    "messages": _messages,
    "channel": _channel,
    "tag": _tag,
    "lost": _lost,
}
