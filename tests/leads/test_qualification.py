"""A score is the sum of its reasons, and a reason never tells what the customer wrote."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.leads.defaults import DEFAULT_RULES, DEFAULT_THRESHOLD
from app.leads.qualification import (
    LOOKS,
    Facts,
    Rule,
    Spoken,
    Tagged,
    Tie,
    all_ended_at,
    caretaker,
    judge,
)
from app.leads.rule_json import as_json, as_rule

ADDED = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TIE = Tie(userid="lisi", followed_at=ADDED, state="expo", channel="展会", event_id=1)


def said(text: str, minutes: float = 60, userid: str = "lisi") -> Spoken:
    return Spoken(userid=userid, at=ADDED + timedelta(minutes=minutes), text=text, event_id=9)


def verdict(rule: Rule, *, ties=(TIE,), spoken=(), tags=()):
    judgement = judge(Facts(ties=ties, spoken=spoken, tags=tags), [rule], 1)
    return judgement.contributions[0] if judgement.contributions else None


PRICE = Rule(kind="keyword", label="问价", points=30, words=("多少钱", "price"))
REPLIED = Rule(kind="replied", label="及时回复", points=20, within_hours=72)
CHATTY = Rule(kind="messages", label="聊得多", points=15, at_least=3)
CHANNEL = Rule(kind="channel", label="展会来的", points=10, states=("expo",))
TAG = Rule(kind="tag", label="高意向", points=25, tag_ids=("t1",))
LOST = Rule(kind="lost", label="流失", points=-40)


def test_a_contact_is_not_a_lead_by_default() -> None:
    judgement = judge(Facts(ties=[TIE]), DEFAULT_RULES, DEFAULT_THRESHOLD)
    assert not judgement.is_qualified
    assert judgement.total == 10


def test_asking_for_the_price_soon_after_scanning_makes_a_lead() -> None:
    facts = Facts(ties=[TIE], spoken=[said("请问多少钱呀")])
    judgement = judge(facts, DEFAULT_RULES, DEFAULT_THRESHOLD)
    assert judgement.is_qualified
    assert [each.label for each in judgement.contributions] == ["问价", "三日内回复", "扫活码来"]


def test_the_threshold_itself_is_enough() -> None:
    facts = Facts(ties=[TIE], spoken=[said("多少钱")])
    assert judge(facts, [PRICE], 30).is_qualified
    assert not judge(facts, [PRICE], 31).is_qualified


def test_a_keyword_counts_once_and_names_only_the_word() -> None:
    spoken = [said("我叫李雷，电话 13800000000，多少钱"), said("到底多少钱", 90)]
    found = verdict(PRICE, spoken=spoken)
    assert (found.points, str(found.reason), found.at) == (
        30,
        "消息含关键词「多少钱」",
        spoken[0].at,
    )
    assert found.event_id == 9


@pytest.mark.parametrize("text", ["PRICE?", "ｐｒｉｃｅ", "what Price is it"])
def test_width_and_case_do_not_hide_a_keyword(text: str) -> None:
    assert verdict(PRICE, spoken=[said(text)])


def test_what_wechat_writes_by_itself_is_no_reply() -> None:
    greeting = said("我通过了你的联系人验证请求，现在我们可以开始聊天了", 0)
    assert verdict(REPLIED, spoken=[greeting]) is None
    assert verdict(CHATTY, spoken=[greeting, greeting, greeting]) is None


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [
        (0.5, "添加后不到 1 分钟回复"),
        (59, "添加后 59 分钟回复"),
        (125, "添加后 2 小时回复"),
        (72 * 60, "添加后 3 天回复"),
    ],
)
def test_a_reply_in_time_says_how_soon_it_came(minutes: float, reason: str) -> None:
    assert str(verdict(REPLIED, spoken=[said("", minutes)]).reason) == reason


def test_a_late_reply_does_not_count_however_much_follows() -> None:
    assert verdict(REPLIED, spoken=[said("在吗", 72 * 60 + 1), said("在吗", 72 * 60 + 2)]) is None


def test_a_message_to_one_member_is_no_reply_to_another() -> None:
    assert verdict(REPLIED, spoken=[said("在吗", 1, userid="wangwu")]) is None


def test_the_reason_for_many_messages_stays_when_more_come() -> None:
    three = [said("a", 1), said("b", 2), said("c", 3)]
    assert verdict(CHATTY, spoken=three[:2]) is None
    assert verdict(CHATTY, spoken=three) == verdict(CHATTY, spoken=[*three, said("d", 4)])


def test_a_channel_is_named_as_people_know_it() -> None:
    assert str(verdict(CHANNEL).reason) == "通过渠道「展会」添加"
    other = Tie(userid="lisi", followed_at=ADDED, state="shop")
    assert verdict(CHANNEL, ties=[other]) is None
    any_code = Rule(kind="channel", label="活码", points=5)
    assert str(verdict(any_code, ties=[other]).reason) == "通过渠道「shop」添加"
    assert verdict(any_code, ties=[Tie(userid="lisi", followed_at=ADDED)]) is None


def test_a_tag_counts_from_when_it_was_decided() -> None:
    tag = Tagged(tag_id="t1", name="高意向", at=ADDED, event_id=4)
    assert str(verdict(TAG, tags=[tag]).reason) == "有标签「高意向」"
    assert verdict(TAG, tags=[Tagged(tag_id="t2", name="其他", at=ADDED)]) is None


def test_a_customer_is_lost_when_the_last_tie_ends() -> None:
    gone = Tie(userid="lisi", followed_at=ADDED, ended_at=ADDED + timedelta(days=1), end_event_id=7)
    stays = Tie(userid="wangwu", followed_at=ADDED)
    assert verdict(LOST, ties=[gone]).points == -40
    assert verdict(LOST, ties=[gone]).event_id == 7
    assert verdict(LOST, ties=[gone, stays]) is None
    assert verdict(LOST, ties=[]) is None
    assert all_ended_at([gone]) == gone.ended_at


def test_the_caretaker_changes_only_when_their_tie_ends() -> None:
    gone = Tie(userid="lisi", followed_at=ADDED, ended_at=ADDED)
    stays = Tie(userid="wangwu", followed_at=ADDED)
    assert caretaker([TIE, stays]) == "lisi"
    assert caretaker([TIE, stays], "wangwu") == "wangwu"
    assert caretaker([gone, stays], "lisi") == "wangwu"
    assert caretaker([gone], "lisi") == "lisi"
    assert caretaker([]) == ""


def test_what_is_missing_says_what_would_bring_the_points() -> None:
    judgement = judge(Facts(ties=[TIE]), [PRICE, CHANNEL, LOST], 30)
    assert judgement.missing == (PRICE,)


MOMENTS = st.integers(0, 10_000).map(lambda minutes: ADDED + timedelta(minutes=minutes))
RULES = st.builds(
    Rule,
    kind=st.sampled_from(sorted(LOOKS)),
    label=st.text(min_size=1, max_size=5),
    points=st.integers(-100, 100),
    words=st.lists(st.sampled_from(["钱", "价", "a", "B"]), min_size=1).map(tuple),
    within_hours=st.integers(1, 200),
    states=st.lists(st.sampled_from(["x", "y"])).map(tuple),
    tag_ids=st.lists(st.sampled_from(["t1", "t2"])).map(tuple),
    at_least=st.integers(1, 5),
)
FACTS = st.builds(
    Facts,
    ties=st.lists(
        st.builds(
            Tie,
            userid=st.sampled_from(["lisi", "wangwu"]),
            followed_at=MOMENTS,
            state=st.sampled_from(["", "x", "y"]),
            ended_at=st.none() | MOMENTS,
        )
    ),
    spoken=st.lists(
        st.builds(
            Spoken,
            userid=st.sampled_from(["lisi", "wangwu"]),
            at=MOMENTS,
            text=st.text(alphabet="钱价aBｂ我", max_size=6),
        )
    ),
    tags=st.lists(
        st.builds(Tagged, tag_id=st.sampled_from(["t1", "t3"]), name=st.text(), at=MOMENTS)
    ),
)


@given(FACTS, st.lists(RULES, max_size=8), st.integers(1, 200))
def test_contributions_always_sum_to_the_score(facts, rules, threshold) -> None:
    judgement = judge(facts, rules, threshold)
    assert judgement.total == sum(each.points for each in judgement.contributions)
    assert judgement.is_qualified == (judgement.total >= threshold)
    assert all(each.reason and each.at for each in judgement.contributions)
    positive = sum(1 for rule in rules if rule.points > 0)
    scored = sum(1 for each in judgement.contributions if each.points > 0)
    assert scored + len(judgement.missing) == positive


@given(RULES)
def test_a_rule_comes_back_from_its_row_as_it_went(rule) -> None:
    assert as_rule(as_json(rule)) == rule
