"""Intercept rules hold members' words back, or let them pass with a warning."""

import pytest

from bots.simulator.models import Json

PATH = "externalcontact"
USUAL = {
    "rule_name": "夸大宣传",
    "word_list": ["保证录取", "百分百"],
    "intercept_type": 1,
    "applicable_range": {"user_list": ["lina"], "department_list": [3]},
}


def add(sim, **fields):
    return sim.say(f"{PATH}/add_intercept_rule", **{**USUAL, **fields})


def struck(sim):
    return [(hit["userid"], hit["blocked"]) for hit in sim.see("truth")["intercepts"]["struck"]]


@pytest.fixture
def friends(sim):
    for userid in ("lina", "zhaolei", "chenxi"):
        sim.scan(sim.code(type=1, user=[userid]), "an")


def say(sim, userid, text):
    return sim.order("staff/say", customer="an", userid=userid, text=text)["ok"]


def test_words_of_members_in_the_range_are_held_back(sim, friends):
    rule_id = add(sim)["rule_id"]
    told = [say(sim, userid, "我们保证录取") for userid in ("lina", "chenxi", "zhaolei")]
    assert told == [False, False, True]
    assert say(sim, "lina", "欢迎报名")
    assert struck(sim) == [("lina", True), ("chenxi", True)]
    assert sim.say(f"{PATH}/del_intercept_rule", rule_id=rule_id)["errcode"] == 0
    assert say(sim, "lina", "我们保证录取")


def test_a_warning_lets_them_pass(sim, friends):
    add(sim, intercept_type=2)
    assert say(sim, "lina", "百分百满意")
    assert struck(sim) == [("lina", False)]


def test_phone_numbers_and_mail_addresses_are_known_by_their_look(sim, friends):
    add(sim, semantics_list=[1, 2, 3])
    texts = ("打我电话13800138000", "写到 me@example.com", "订单 138001380001234")
    assert [say(sim, "lina", text) for text in texts] == [False, False, True]


def test_words_in_a_group_are_held_back_too(sim):
    add(sim)
    chat_id = sim.order("groups/create", owner="lina", name="一群", members=["an"])["chat_id"]
    assert not sim.order("groups/say", chat_id=chat_id, who="lina", text="百分百")["ok"]
    assert sim.order("groups/say", chat_id=chat_id, who="an", text="百分百吗")["ok"]


def test_a_rule_is_read_changed_and_listed(sim):
    rule_id = add(sim, semantics_list=[1])["rule_id"]
    change = {
        "rule_name": "新名字",
        "extra_rule": {"semantics_list": [2, 3]},
        "add_applicable_range": {"user_list": ["zhaolei"]},
        "remove_applicable_range": {"user_list": ["lina"], "department_list": [3]},
    }
    told = sim.say(f"{PATH}/update_intercept_rule", rule_id=rule_id, **change)
    assert told["errcode"] == 0
    rule = sim.say(f"{PATH}/get_intercept_rule", rule_id=rule_id)["rule"]
    assert rule == {
        "rule_id": rule_id,
        "rule_name": "新名字",
        "word_list": ["保证录取", "百分百"],
        "extra_rule": {"semantics_list": [2, 3]},
        "intercept_type": 1,
        "applicable_range": {"user_list": ["zhaolei"], "department_list": []},
    }
    (row,) = sim.ask(f"{PATH}/get_intercept_rule_list")["rule_list"]
    assert (row["rule_id"], row["rule_name"]) == (rule_id, "新名字")


def test_nobody_may_be_left_out_of_the_range(sim):
    rule_id = add(sim)["rule_id"]
    less = {"user_list": ["lina"], "department_list": [3]}
    told = sim.say(f"{PATH}/update_intercept_rule", rule_id=rule_id, remove_applicable_range=less)
    assert told["errcode"] == 40063


REFUSED: list[tuple[Json, int]] = [
    ({"rule_name": ""}, 40063),
    ({"rule_name": "长" * 21}, 40058),
    ({"word_list": []}, 40063),
    ({"word_list": ["长" * 33]}, 41083),
    ({"word_list": [""]}, 41083),
    ({"word_list": [str(n) for n in range(301)]}, 41068),
    ({"semantics_list": [4]}, 41084),
    ({"intercept_type": 3}, 40058),
    ({"applicable_range": {}}, 40063),
    ({"applicable_range": {"user_list": ["nobody"]}}, 40003),
    ({"applicable_range": {"department_list": [99]}}, 60123),
    ({"applicable_range": {"department_list": [2] * 1001}}, 41076),
]


def test_rules_that_are_refused(sim):
    assert [add(sim, **fields)["errcode"] for fields, _ in REFUSED] == [code for _, code in REFUSED]
    assert sim.ask(f"{PATH}/get_intercept_rule_list")["rule_list"] == []


def test_names_are_unique_and_rules_a_hundred(sim):
    codes = [add(sim, rule_name=f"规则{n}")["errcode"] for n in range(100)]
    assert codes == [0] * 100
    assert add(sim, rule_name="再来一条")["errcode"] == 41069
    first = sim.ask(f"{PATH}/get_intercept_rule_list")["rule_list"][0]["rule_id"]
    sim.say(f"{PATH}/del_intercept_rule", rule_id=first)
    assert sim.say(f"{PATH}/get_intercept_rule", rule_id=first)["errcode"] == 41071
    assert sim.say(f"{PATH}/get_intercept_rule", rule_id="no")["errcode"] == 41070
    assert add(sim, rule_name="规则7")["errcode"] == 41077
