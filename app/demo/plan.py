"""What the simulated people do: a seed makes the same morning and days for everybody. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

SURNAMES = "张王李赵陈刘杨黄周吴徐孙马朱胡郭何林高罗"
GIVEN = (
    "小雨",
    "思远",
    "佳怡",
    "子涵",
    "晨曦",
    "欣然",
    "浩然",
    "雅婷",
    "俊杰",
    "梦琪",
    "宇轩",
    "诗涵",
)
HELLO = ("你好", "在吗", "您好，想了解一下", "看到你们的海报了", "朋友推荐来的")
ASKS_PRICE = ("请问多少钱一年？", "价格怎么算的？", "多少钱，有优惠吗", "报价发我一份吧")
WANTS_TRIAL = ("可以试用吗？", "想先试用一下", "能安排演示吗")
SMALL_TALK = ("好的，我看看", "收到，谢谢", "我和同事商量一下", "明天再联系")
ANSWERS = ("您好，我把资料发您看看", "好的，我来为您介绍", "没问题，稍后给您回复")


@dataclass(frozen=True)
class Person:
    """One simulated customer, and how eager it is: buyer, curious, silent or leaver."""

    key: str
    name: str
    gender: int
    state: str
    scans_at: datetime
    kind: str


# Of every seven customers three want to buy, two only talk, one is silent, one talks and leaves.
KINDS = ("buyer", "curious", "buyer", "silent", "curious", "buyer", "leaver")


def people(seed: int, count: int, states: list[str], start: datetime) -> list[Person]:
    """`count` customers who scan in groups of four, five minutes apart."""
    dice = Random(seed)  # noqa: S311  a story, not a secret
    names = [family + given for family in SURNAMES for given in GIVEN]
    dice.shuffle(names)
    return [
        Person(
            key=f"c{number:03}",
            name=names[number % len(names)],
            gender=dice.choice((1, 2)),
            state=dice.choice(states),
            scans_at=start + timedelta(minutes=1 + 5 * (number // 4)),
            kind=KINDS[number % len(KINDS)],
        )
        for number in range(count)
    ]


def actions(seed: int, everybody: list[Person]) -> list[dict[str, Any]]:
    """Everything that they will do, in the words of the simulator's plan."""
    dice = Random(seed + 1)  # noqa: S311  a story, not a secret
    return [step for person in everybody for step in _life(person, dice)]


def _life(person: Person, dice: Random) -> Iterator[dict[str, Any]]:
    yield {
        "at": person.scans_at.timestamp(),
        "do": "scan",
        "state": person.state,
        "customer": {"key": person.key, "name": person.name, "gender": person.gender},
    }
    for minutes, do, words in _talk(person.kind, dice):
        at = (person.scans_at + timedelta(minutes=minutes)).timestamp()
        said = {"text": words} if words else {}
        yield {"at": at, "do": do, "customer": person.key, **said}


def _talk(kind: str, dice: Random) -> list[tuple[int, str, str]]:
    """(minutes after the scan, what, the words)."""
    if kind == "silent":
        return []
    talk = [(20, "say", dice.choice(HELLO)), (25, "staff_say", dice.choice(ANSWERS))]
    if kind == "buyer":
        talk += [(30, "say", dice.choice(ASKS_PRICE)), (45, "say", dice.choice(WANTS_TRIAL))]
    else:
        talk += [(30, "say", dice.choice(SMALL_TALK))]
    if kind == "leaver":
        talk += [(90, "delete", "")]
    return talk
