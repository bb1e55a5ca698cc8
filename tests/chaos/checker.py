"""The checker of all proofs: what people did, beside what WeCom saw of us. Pure.

It knows nothing of our tables, so that it judges anybody who serves the same corp.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.demo.setting import CODES, STEPS
from tests.chaos.chances import nobody_could, story, told_at
from tests.chaos.history import Added, Between, History, Pair

SHANGHAI = ZoneInfo("Asia/Shanghai")
SURELY_BEFORE = 60.0  # seconds: a step due so long before the end must have been taken
SURELY_AFTER = 600.0  # and one due so long after it must not be
TAG_OF_CODE = {code.state: code.tag for code in CODES}
TAGS_OF_WORDS = {
    "问价": ("多少钱", "价格", "报价", "优惠"),
    "想试用": ("试用", "演示"),
}
OF_RULES = {*TAG_OF_CODE.values(), *TAGS_OF_WORDS, "上午添加", "夜间添加"}
Json = dict[str, Any]


@dataclass
class Verdict:
    """What was found, each as a sentence; empty lists are what we promise."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    missing: list[tuple[str, Pair]] = field(default_factory=list)  # SOP steps
    told: list[str] = field(default_factory=list)  # what the one who serves says of these
    uncalled: list[str] = field(default_factory=list)  # SOP steps that were not to be taken
    wrong: list[str] = field(default_factory=list)  # tags
    missed: dict[str, str] = field(default_factory=dict)  # welcome code nobody used → its story
    too_late: dict[str, str] = field(default_factory=dict)  # that nobody could have used
    welcomes: int = 0  # without those
    steps: int = 0

    @property
    def broken(self) -> int:
        """How many promises are broken; a missed welcome is judged by its reason elsewhere."""
        promises = self.lost, self.doubled, self.missing, self.uncalled, self.wrong
        return sum(len(found) for found in promises)


def judge(history: History, truth: Mapping[str, Any], now: float) -> Verdict:
    """Everything that can be seen from WeCom's side."""
    verdict = Verdict()
    judge_welcomes(verdict, history, truth)
    judge_steps(verdict, history, truth, now)
    judge_tags(verdict, history, truth["follows"])
    verdict.lost += [
        f"WeCom gave up telling of {row['event']}"
        for row in truth["callbacks"]
        if row["state"] == "lost" and row["tries"]  # without tries it was ordered to be lost
    ]
    return verdict


def judge_welcomes(verdict: Verdict, history: History, truth: Mapping[str, Any]) -> None:
    """Each code is used, and once, where that was possible."""
    told = told_at(truth["callbacks"])
    for one in truth["welcomes"]:
        code, pair = one["welcome_code"], (one["userid"], one["external_userid"])
        taken = [each for each in one["tries"] if each["errcode"] == 0]
        if len(taken) > 1:
            verdict.doubled.append(f"welcome of {one['external_userid']}: {len(taken)} times")
        life = one, told.get(code), history.between(pair)
        if not taken and nobody_could(*life):
            verdict.too_late[code] = story(*life)
            continue
        verdict.welcomes += 1
        if not taken:
            verdict.missed[code] = story(*life)


def judge_steps(verdict: Verdict, history: History, truth: Mapping[str, Any], now: float) -> None:
    """Each step that was owed was taken once, and none that was not."""
    seen = said_to_staff(truth["app_messages"]) + asked_of_staff(truth["group_messages"])
    for pair in history.pairs():
        for title, owed in steps_of(history.between(pair), now):
            many = seen[(*pair, title)]
            verdict.steps += many
            if many > 1:
                verdict.doubled.append(f"step {title} of {pair}: {many} times")
            if owed is True and many == 0:
                verdict.missing.append((title, pair))
            if owed is False and many:
                verdict.uncalled.append(f"step {title} of {pair}")


def said_to_staff(messages: Iterable[Json]) -> Counter[tuple[str, str, str]]:
    """Cards on members' phones, by member, customer and title."""
    cards = (one for one in messages if one["from"] == "app" and one["msgtype"] == "textcard")
    return Counter((one["userid"], one["url"].rpartition("/")[2], one["title"]) for one in cards)


def asked_of_staff(messages: Iterable[Json]) -> Counter[tuple[str, str, str]]:
    """Group messages, by member, customer and the title of the step whose words they are."""
    titles = {str(step["text"]): str(step["title"]) for step in STEPS}
    return Counter(
        (task["userid"], send["external_userid"], titles.get(message["text"]["content"], "another"))
        for message in messages
        for task in message["tasks"]
        for send in task["sends"]
    )


def steps_of(both: Between, now: float) -> Iterator[tuple[str, bool | None]]:
    """Each step with whether it is owed; None where it may be either, so near to the end."""
    began = both.added[0].at
    ends = [*(one.at for one in both.said), *(one.at for one in both.left)]
    end = min((at for at in ends if at >= began), default=now + SURELY_BEFORE)
    # Who left at once may never have been enrolled, and is when they come back.
    in_doubt = end - began < SURELY_BEFORE and both.are_friends
    for step in STEPS:
        due = due_at(began, step)
        if due < began:
            continue
        owed = False if due > end + SURELY_AFTER or due > now else None
        owed = True if due < min(end, now) - SURELY_BEFORE else owed
        yield str(step["title"]), None if in_doubt else owed


def due_at(began: float, step: Mapping[str, Any]) -> float:
    """When a step is due for who was added at `began`."""
    if "after_minutes" in step:
        return began + 60 * int(step["after_minutes"])
    there = datetime.fromtimestamp(began, UTC).astimezone(SHANGHAI)
    day = there.date() + timedelta(days=int(step["day"]))
    return datetime.combine(day, time.fromisoformat(str(step["at"])), SHANGHAI).timestamp()


def judge_tags(verdict: Verdict, history: History, follows: Iterable[Json]) -> None:
    """Who is tied has what the rules ask for, and nothing of the rules besides."""
    for follow in follows:
        pair = (follow["userid"], follow["external_userid"])
        has = set(follow["tag_names"]) & OF_RULES
        both = history.between(pair)
        if not follow["alive"] or not both.added:
            continue
        must = tags_of(both, both.added[-1:])
        may = tags_of(both, both.added)
        if not must <= has <= may:
            verdict.wrong.append(f"{pair} has {sorted(has)}, should have {sorted(must)}")


def tags_of(both: Between, adds: list[Added]) -> set[str]:
    """What the rules ask for after these adds."""
    words = [one.text for one in both.said if one.at > adds[0].at]
    return {
        *(TAG_OF_CODE[one.state] for one in adds),
        *(tag for one in adds for tag in tags_of_time(one.at)),
        *(tag for tag, keys in TAGS_OF_WORDS.items() if any(k in w for k in keys for w in words)),
    }


def tags_of_time(at: float) -> list[str]:
    """What the rules of the time of adding ask for."""
    hour = datetime.fromtimestamp(at, UTC).astimezone(SHANGHAI).hour
    return ["上午添加"] * (6 <= hour < 12) + ["夜间添加"] * (hour >= 22 or hour < 6)
