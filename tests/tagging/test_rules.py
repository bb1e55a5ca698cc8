"""What the tag rules decide."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.tagging.rules import Facts, Rule, decide, hits

SHANGHAI = ZoneInfo("Asia/Shanghai")


def rule(kind: str, *tag_ids: str, number: int = 1, **condition: Any) -> Rule:
    return Rule(number, "规则", 3, kind, condition, tag_ids)


def window(start: str, end: str, *weekdays: int) -> Rule:
    condition = {"from": start, "to": end, "weekdays": weekdays}
    return Rule(1, "规则", 3, "add_time", condition)


def reason(rule: Rule, **facts: Any) -> str | None:
    found = hits(Facts(zone=SHANGHAI, **facts), [rule])
    return str(found[0].reason) if found else None


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall clock moment in Shanghai in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def test_a_channel_rule_hits_its_states_and_names_the_channel() -> None:
    expo = rule("channel", states=["s1", "s2"], names={"s1": "春季展会"})
    assert reason(expo, state="s1") == "通过渠道「春季展会」添加"
    assert reason(expo, state="s2") == "通过渠道「s2」添加"
    assert reason(expo, state="s3") is None
    assert reason(expo, state="") is None
    assert reason(expo) is None


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_hit"),
    [
        (2, 21, 59, False),
        (2, 22, 0, True),
        (2, 23, 59, True),
        (3, 0, 0, True),  # Tuesday, but the window opened on Monday
        (3, 5, 59, True),
        (3, 6, 0, False),
        (3, 22, 30, False),  # Tuesday night
        (2, 3, 0, False),  # Monday 03:00 belongs to Sunday
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(
    day: int, hour: int, minute: int, is_hit: bool
) -> None:
    monday_night = window("22:00", "06:00", 1)
    assert (reason(monday_night, added_at=at(day, hour, minute)) is not None) is is_hit


def test_the_reason_of_an_add_time_rule_is_the_corps_wall_clock() -> None:
    monday_night = window("22:00", "06:00", 1)
    said = reason(monday_night, added_at=datetime(2026, 3, 2, 17, 5, tzinfo=UTC))
    assert said == "周二 01:05 添加，在 22:00–06:00 之内"


def test_the_corps_midnight_counts_and_not_utcs() -> None:
    tuesday = window("00:00", "00:00", 2)
    assert reason(tuesday, added_at=datetime(2026, 3, 2, 15, 59, tzinfo=UTC)) is None
    assert reason(tuesday, added_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC)) is not None
    assert reason(tuesday, added_at=datetime(2026, 3, 3, 15, 59, tzinfo=UTC)) is not None
    assert reason(tuesday, added_at=datetime(2026, 3, 3, 16, 0, tzinfo=UTC)) is None


def test_a_day_window_keeps_its_end_out() -> None:
    office = window("09:00", "18:00", 1, 2, 3, 4, 5)
    assert reason(office, added_at=at(2, 8, 59)) is None
    assert reason(office, added_at=at(2, 9)) is not None
    assert reason(office, added_at=at(2, 17, 59)) is not None
    assert reason(office, added_at=at(2, 18)) is None
    assert reason(office, added_at=at(7, 12)) is None  # a Saturday
    assert reason(office, text="早上好") is None


def test_a_zone_with_summer_time_is_read_off_its_wall_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = window("02:00", "04:00", 7)
    after_the_leap = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30, 02:00 to 03:00 was left out
    assert hits(Facts(zone=berlin, added_at=after_the_leap), [night])
    in_winter = datetime(2026, 3, 22, 0, 30, tzinfo=UTC)  # 01:30
    assert not hits(Facts(zone=berlin, added_at=in_winter), [night])


def test_a_keyword_is_found_inside_a_message() -> None:
    price = rule("keyword", words=["多少钱", "价格"], match="contains")
    assert reason(price, text="你好，这个多少钱一台？") == "客户消息含关键词「多少钱」"
    assert reason(price, text="价格多少钱") == "客户消息含关键词「多少钱」「价格」"
    assert reason(price, text="先看看") is None
    assert reason(price, text="") is None


def test_the_reason_never_quotes_the_message() -> None:
    price = rule("keyword", words=["价格"], match="contains")
    said = reason(price, text="我的电话是 13800000000，发价格给我")
    assert said is not None
    assert "13800000000" not in said


def test_width_and_case_make_no_difference() -> None:
    assert (
        reason(rule("keyword", words=["VIP"]), text="我要升级ｖｉｐ") == "客户消息含关键词「VIP」"
    )
    assert reason(rule("keyword", words=["１"], match="exact"), text=" 1 ") == "客户消息就是「１」"


def test_an_exact_word_is_the_whole_message() -> None:
    menu = rule("keyword", words=["1", "菜单"], match="exact")
    assert reason(menu, text="菜单") == "客户消息就是「菜单」"
    assert reason(menu, text="菜单呢") is None


def test_a_without_word_stops_the_rule() -> None:
    buying = rule("keyword", words=["购买"], without=["不购买", "退货"])
    assert reason(buying, text="我想购买") is not None
    assert reason(buying, text="我不购买") is None
    assert reason(buying, text="购买之后怎么退货") is None


def test_all_words_are_needed_when_the_rule_says_so() -> None:
    both = rule("keyword", words=["试用", "企业版"], need="all")
    assert reason(both, text="企业版能试用吗") == "客户消息含关键词「试用」「企业版」"
    assert reason(both, text="能试用吗") is None


def test_a_change_leaves_out_what_is_on_already() -> None:
    rules = [rule("keyword", "t1", "t2", words=["价"])]
    facts = Facts(zone=SHANGHAI, text="价")
    assert set(decide(facts, frozenset({"t1"}), rules).add) == {"t2"}
    assert decide(facts, frozenset({"t1", "t2"}), rules).add == {}


def test_a_tag_that_two_rules_ask_for_carries_the_first_ones_reason() -> None:
    rules = [
        rule("keyword", "t1", words=["价"], number=1),
        rule("keyword", "t1", "t2", words=["钱"], number=2),
    ]
    change = decide(Facts(zone=SHANGHAI, text="价钱"), frozenset(), rules)
    assert {tag_id: hit.rule.id for tag_id, hit in change.add.items()} == {"t1": 1, "t2": 2}


def test_no_rule_no_change() -> None:
    assert decide(Facts(zone=SHANGHAI, text="价"), frozenset(), []).add == {}
