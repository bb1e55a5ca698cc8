"""Tags of strategies, whose tag it is, how many there may be, and their order."""

import pytest

from tests.simulator.test_strategies import LINA, create

API = "externalcontact"


def add(sim, kind="corp", **fields):
    usual = {"group_name": "意向", "tag": [{"name": "高"}, {"name": "低"}]}
    return sim.say(f"{API}/add_{kind}_tag", **{**usual, **fields})


@pytest.fixture
def group(sim):
    return add(sim, "strategy", strategy_id=create(sim))["tag_group"]


def names(groups):
    return [[tag["name"] for tag in group["tag"]] for group in groups]


def test_corp_tags_and_strategy_tags_do_not_see_each_other(sim, group):
    own = add(sim)["tag_group"]
    assert own["group_id"] != group["group_id"], "the same name, and another group"
    (corp,) = sim.say(f"{API}/get_corp_tag_list")["tag_group"]
    (strategy,) = sim.say(f"{API}/get_strategy_tag_list", strategy_id=1)["tag_group"]
    assert (corp["group_id"], strategy["group_id"]) == (own["group_id"], group["group_id"])
    assert strategy["strategy_id"] == 1 and "strategy_id" not in corp
    for kind, foreign in (("corp", group), ("strategy", own)):
        tag_id = foreign["tag"][0]["id"]
        assert sim.say(f"{API}/edit_{kind}_tag", id=tag_id, name="x")["errcode"] == 40068
        assert sim.say(f"{API}/del_{kind}_tag", tag_id=[tag_id])["errcode"] == 40068
    assert add(sim, group_id=group["group_id"])["errcode"] == 40068


def test_only_a_strategy_at_the_top_has_tags(sim, group):
    child = create(sim, parent_id=1, range=[LINA])
    assert add(sim, "strategy", strategy_id=child)["errcode"] == 40058
    assert add(sim, "strategy", strategy_id=9)["errcode"] == 40058
    assert sim.say(f"{API}/get_strategy_tag_list", strategy_id=9)["errcode"] == 40058


def test_a_strategy_tag_is_of_type_three_and_goes_with_its_strategy(sim, group):
    follow = {"userid": "lina", "external_userid": sim.scan(sim.code(), "an")["external_userid"]}
    high, low = (tag["id"] for tag in group["tag"])
    assert sim.say(f"{API}/mark_tag", **follow, add_tag=[high])["errcode"] == 0

    def tags():
        told = sim.ask(f"{API}/get", external_userid=follow["external_userid"])
        return [(tag["tag_name"], tag["type"]) for tag in told["follow_user"][0]["tags"]]

    assert sim.say(f"{API}/edit_strategy_tag", id=high, name="很高", order=3)["errcode"] == 0
    assert tags() == [("很高", 3)]
    assert sim.say(f"{API}/del_strategy_tag", tag_id=[low])["errcode"] == 0
    assert sim.say(f"{API}/customer_strategy/del", strategy_id=1)["errcode"] == 0
    assert (tags(), sim.say(f"{API}/get_strategy_tag_list")["tag_group"]) == ([], [])


def test_all_tags_together_have_one_ceiling(sim, group):
    sim.order("console/corp", most_tags=3)
    assert add(sim)["errcode"] == 40126
    assert add(sim, tag=[{"name": "高"}])["errcode"] == 0
    assert add(sim, "strategy", strategy_id=1, tag=[{"name": "中"}])["errcode"] == 40126
    told = sim.order("console/tag", change="create", group_name="渠道", name="展会")
    assert (told["ok"], told["errcode"]) == (False, 40126)


def test_an_app_edits_and_deletes_only_what_it_made(sim):
    made = add(sim)["tag_group"]
    console = sim.order("console/tag", change="create", group_name="渠道", name="展会")
    assert sim.say(f"{API}/edit_corp_tag", id=console["id"], name="x")["errcode"] == 81011
    assert sim.say(f"{API}/del_corp_tag", group_id=[console["group_id"]])["errcode"] == 81011
    sim.log_in_as(sim.world.corp.apps[1].agentid)
    assert sim.say(f"{API}/del_corp_tag", tag_id=[made["tag"][0]["id"]])["errcode"] == 81011
    assert add(sim, group_id=made["group_id"], tag=[{"name": "中"}])["errcode"] == 0
    assert len(sim.say(f"{API}/get_corp_tag_list")["tag_group"]) == 2


def test_a_higher_order_stands_in_front(sim):
    add(sim, tag=[{"name": "低", "order": 1}, {"name": "高", "order": 9}], order=1)
    add(sim, group_name="渠道", tag=[{"name": "展会"}], order=2)
    assert names(sim.say(f"{API}/get_corp_tag_list")["tag_group"]) == [["展会"], ["高", "低"]]
    most = {"name": "x", "order": 2**32}
    assert add(sim, group_name="新", tag=[most])["errcode"] == 40058


def test_what_the_console_does_to_a_strategys_tags_names_the_strategy(sim, receiver, group):
    sim.order("console/tag", change="create", strategy_id=1, group_name="区域", name="苏州")
    sim.order("console/tag", change="update", id=group["tag"][0]["id"], name="很高")
    sim.order("console/tag", change="delete", id=group["group_id"])
    sim.settle()
    told = [(e["ChangeType"], e["TagType"], e["StrategyId"]) for e in receiver.events]
    assert told == [
        ("create", "tag_group", "1"),
        ("create", "tag", "1"),
        ("update", "tag", "1"),
        ("delete", "tag_group", "1"),
    ]
    assert not sim.order("console/tag", change="create", strategy_id=7, group_name="a", name="b")[
        "ok"
    ]


def test_a_shuffle_names_the_group_or_nothing(sim, receiver, group):
    high, low = (tag["id"] for tag in group["tag"])
    told = {"change": "shuffle", "id": group["group_id"], "order": [low, high]}
    assert sim.order("console/tag", **told)["ok"]
    assert names(sim.say(f"{API}/get_strategy_tag_list")["tag_group"]) == [["低", "高"]]
    own = add(sim)["tag_group"]["group_id"]
    other = add(sim, group_name="渠道")["tag_group"]["group_id"]
    sim.order("console/tag", change="shuffle", order=[other, own])
    groups = sim.say(f"{API}/get_corp_tag_list")["tag_group"]
    assert [one["group_id"] for one in groups] == [other, own]
    sim.settle()
    assert [(e["Id"], e.get("StrategyId")) for e in receiver.events] == [
        (group["group_id"], "1"),
        (None, None),
    ]
    assert all("TagType" not in event for event in receiver.events)
    assert not sim.order("console/tag", change="shuffle", order=[own])["ok"]
