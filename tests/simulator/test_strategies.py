"""Strategies (规则组): a tree with administrators, privileges that are inherited, and ranges."""

import pytest

CUSTOMER, MOMENT = "externalcontact/customer_strategy", "externalcontact/moment_strategy"
SALES, ROOT = {"type": 2, "partyid": 2}, {"type": 2, "partyid": 1}
LINA, CHENXI = {"type": 1, "userid": "lina"}, {"type": 1, "userid": "chenxi"}


def create(sim, kind=CUSTOMER, **fields):
    usual = {"strategy_name": "华东", "admin_list": ["LiNa"], "range": [ROOT]}
    told = sim.say(f"{kind}/create", **{**usual, **fields})
    assert told["errcode"] == 0, told
    return told["strategy_id"]


def get(sim, strategy_id, kind=CUSTOMER):
    return sim.say(f"{kind}/get", strategy_id=strategy_id)["strategy"]


def nodes(sim, strategy_id):
    return sim.say(f"{CUSTOMER}/get_range", strategy_id=strategy_id)["range"]


def test_what_is_not_said_is_granted_and_the_basics_cannot_be_withheld(sim):
    privilege = {"share_customer": False, "view_customer_list": False}
    told = get(sim, create(sim, privilege=privilege))
    assert (told["strategy_id"], told["parent_id"], told["strategy_name"]) == (1, 0, "华东")
    assert told["admin_list"] == ["lina"]
    assert told["privilege"]["share_customer"] is False
    assert told["privilege"]["view_customer_list"] is True
    assert len(told["privilege"]) == 21


def test_customers_and_moments_have_trees_of_their_own(sim):
    create(sim), create(sim)
    own = create(sim, MOMENT, privilege={"send_moment": False})
    assert (own, get(sim, own, MOMENT)["privilege"]["send_moment"]) == (1, False)
    assert sim.say(f"{CUSTOMER}/list")["strategy"] == [{"strategy_id": 1}, {"strategy_id": 2}]
    assert sim.say(f"{MOMENT}/list")["strategy"] == [{"strategy_id": 1}]
    for path, extra in (("edit", {"strategy_name": "新"}), ("get_range", {}), ("del", {})):
        assert sim.say(f"{MOMENT}/{path}", strategy_id=own, **extra)["errcode"] == 0
    assert sim.say(f"{MOMENT}/list")["strategy"] == []


def test_pages_end_without_a_cursor(sim):
    create(sim), create(sim)
    first = sim.say(f"{CUSTOMER}/list", limit=1)
    rest = sim.say(f"{CUSTOMER}/list", limit=1, cursor=first["next_cursor"])
    assert first["strategy"] + rest["strategy"] == [{"strategy_id": 1}, {"strategy_id": 2}]
    assert "next_cursor" not in rest
    assert sim.say(f"{CUSTOMER}/list", limit=1001)["errcode"] == 40058


def test_a_child_lies_inside_its_parent_and_has_its_privileges(sim):
    parent = create(sim, range=[SALES], privilege={"rapid_reply": False})
    refused = {"parent_id": parent, "strategy_name": "子", "admin_list": ["lina"]}
    for outside in ([CHENXI], [ROOT]):
        assert sim.say(f"{CUSTOMER}/create", **refused, range=outside)["errcode"] == 40058
    child = create(sim, parent_id=parent, range=[LINA], privilege={"rapid_reply": True})
    assert get(sim, child)["privilege"]["rapid_reply"] is False
    body = {"strategy_id": parent, "privilege": {"rapid_reply": True, "send_group_msg": False}}
    assert sim.say(f"{CUSTOMER}/edit", **body)["errcode"] == 0
    assert get(sim, child)["privilege"] == get(sim, parent)["privilege"]
    assert sim.say(f"{CUSTOMER}/del", strategy_id=parent)["errcode"] == 40058
    for gone in (child, parent):
        assert sim.say(f"{CUSTOMER}/del", strategy_id=gone)["errcode"] == 0
    assert sim.say(f"{CUSTOMER}/get", strategy_id=parent)["errcode"] == 40058


def test_five_deep_and_no_deeper(sim):
    parent = 0
    for _ in range(5):
        parent = create(sim, parent_id=parent)
    sixth = {"strategy_name": "六", "admin_list": ["lina"], "range": [LINA], "parent_id": parent}
    assert sim.say(f"{CUSTOMER}/create", **sixth)["errcode"] == 40058


def test_editing_adds_and_takes_away_nodes_and_keeps_what_is_not_given(sim):
    own = create(sim, range=[LINA, SALES])
    body = {"strategy_id": own, "range_add": [CHENXI, LINA], "range_del": [SALES]}
    assert sim.say(f"{CUSTOMER}/edit", **body)["errcode"] == 0
    assert nodes(sim, own) == [LINA, CHENXI]
    sim.say(f"{CUSTOMER}/edit", strategy_id=own, admin_list=["chenxi"])
    told = get(sim, own)
    assert (told["strategy_name"], told["admin_list"]) == ("华东", ["chenxi"])


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"strategy_name": ""}, 40063),
        ({"admin_list": []}, 40063),
        ({"admin_list": ["nobody"]}, 40003),
        ({"admin_list": [f"u{n}" for n in range(21)]}, 40058),
        ({"range": []}, 40063),
        ({"range": [{"type": 3}]}, 40058),
        ({"range": [{"type": 1, "userid": "nobody"}]}, 40003),
        ({"range": [{"type": 2, "partyid": 99}]}, 60123),
        ({"range": [LINA] * 101}, 40058),
        ({"parent_id": 9}, 40058),
        ({"privilege": {"rapid_reply": "yes"}}, 40058),
    ],
)
def test_strategies_that_are_refused_leave_nothing_behind(sim, fields, errcode):
    usual = {"strategy_name": "华东", "admin_list": ["lina"], "range": [ROOT]}
    assert sim.say(f"{CUSTOMER}/create", **{**usual, **fields})["errcode"] == errcode
    assert sim.say(f"{CUSTOMER}/list")["strategy"] == []
