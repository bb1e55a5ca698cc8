"""The tag library and marking: unknown tags, missing relations."""

import pytest


@pytest.fixture
def follow(sim):
    return {
        "userid": "lina",
        "external_userid": sim.scan(sim.code(), "an", userid="lina")["external_userid"],
    }


@pytest.fixture
def group(sim):
    tags = [{"name": "高"}, {"name": "低", "order": 5}]
    return sim.say("externalcontact/add_corp_tag", group_name="意向", tag=tags)["tag_group"]


def names_on(sim, follow):
    told = sim.ask("externalcontact/get", external_userid=follow["external_userid"])
    return [(t["group_name"], t["tag_name"], t["type"]) for t in told["follow_user"][0]["tags"]]


def listed(sim, **asked):
    groups = sim.say("externalcontact/get_corp_tag_list", **asked)["tag_group"]
    return {group["group_name"]: [tag["name"] for tag in group["tag"]] for group in groups}


def test_a_name_that_is_new_makes_a_group_and_a_known_one_is_added_to(sim, group):
    assert group["group_id"].startswith("et")
    again = sim.say("externalcontact/add_corp_tag", group_name="意向", tag=[{"name": "中"}])
    assert again["tag_group"]["group_id"] == group["group_id"]
    assert [tag["name"] for tag in again["tag_group"]["tag"]] == ["中"]
    assert listed(sim) == {"意向": ["低", "高", "中"]}


def test_asking_for_some_tags_or_groups(sim, group):
    sim.say("externalcontact/add_corp_tag", group_name="渠道", tag=[{"name": "展会"}])
    high = group["tag"][0]["id"]
    assert listed(sim, tag_id=[high]) == {"意向": ["高"]}
    assert listed(sim, group_id=[group["group_id"]], tag_id=["ignored"]) == {"意向": ["低", "高"]}


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"group_name": "意向", "tag": []}, 40063),
        ({"tag": [{"name": "高"}]}, 40063),
        ({"group_name": "意向", "tag": [{"name": "高"}]}, 40071),
        ({"group_name": "新", "tag": [{"name": "同"}, {"name": "同"}]}, 40071),
        ({"group_name": "新", "tag": [{"name": "长" * 31}]}, 40058),
        ({"group_id": "etNothing", "tag": [{"name": "x"}]}, 40068),
    ],
)
def test_tags_that_are_refused_leave_nothing_behind(sim, group, fields, errcode):
    assert sim.say("externalcontact/add_corp_tag", **fields)["errcode"] == errcode
    assert listed(sim) == {"意向": ["低", "高"]}


def test_renaming_and_removing(sim, group, follow):
    high, low = (tag["id"] for tag in group["tag"])
    assert sim.say("externalcontact/mark_tag", **follow, add_tag=[high])["errcode"] == 0
    assert sim.say("externalcontact/edit_corp_tag", id=high, name="很高")["errcode"] == 0
    assert sim.say("externalcontact/edit_corp_tag", id=high, name="低")["errcode"] == 40071
    assert sim.say("externalcontact/edit_corp_tag", id="etNothing", name="x")["errcode"] == 40068
    assert names_on(sim, follow) == [("意向", "很高", 1)]
    assert sim.say("externalcontact/del_corp_tag", tag_id=["etNothing"])["errcode"] == 40068
    assert sim.say("externalcontact/del_corp_tag", tag_id=[high])["errcode"] == 0
    assert (names_on(sim, follow), listed(sim)) == ([], {"意向": ["低"]})
    sim.say("externalcontact/del_corp_tag", tag_id=[low])
    assert listed(sim) == {}, "a group vanishes with its last tag"
    gone = {"group_id": group["group_id"], "tag": [{"name": "中"}]}
    assert sim.say("externalcontact/add_corp_tag", **gone)["errcode"] == 40068


def test_marking_twice_changes_nothing_and_removing_takes_off(sim, group, follow):
    high, low = (tag["id"] for tag in group["tag"])
    for _ in range(2):
        assert sim.say("externalcontact/mark_tag", **follow, add_tag=[high, low])["errcode"] == 0
    assert names_on(sim, follow) == [("意向", "高", 1), ("意向", "低", 1)]
    sim.say("externalcontact/mark_tag", **follow, remove_tag=[high])
    assert names_on(sim, follow) == [("意向", "低", 1)]
    assert len(sim.see("truth")["marks"]) == 3


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({}, 40063),
        ({"add_tag": ["etNothing"]}, 40068),
        ({"remove_tag": ["etNothing"]}, 40068),
        ({"userid": "chenxi", "add_tag": ["etNothing"]}, 84061),
        ({"userid": "", "add_tag": ["x"]}, 41009),
        ({"external_userid": "", "add_tag": ["x"]}, 41035),
        ({"external_userid": "wmNobody", "add_tag": ["x"]}, 40096),
        ({"add_tag": "not a list"}, 40058),
    ],
)
def test_marks_that_are_refused(sim, follow, fields, errcode):
    assert sim.say("externalcontact/mark_tag", **{**follow, **fields})["errcode"] == errcode
    assert sim.see("truth")["marks"] == []


def test_tags_belong_to_the_pair_and_not_to_the_customer(sim, group, follow):
    other = sim.scan(sim.code(state="other"), "an", userid="zhaolei")
    sim.say("externalcontact/mark_tag", **follow, add_tag=[group["tag"][0]["id"]])
    told = sim.ask("externalcontact/get", external_userid=other["external_userid"])
    assert [len(one["tags"]) for one in told["follow_user"]] == [1, 0]


def test_what_a_member_edits_calls_back_and_own_tags_have_no_id(sim, receiver, group, follow):
    sim.order("staff/edit", userid="lina", customer="an", remark="安姐", add_tag=["高", "爱喝茶"])
    sim.settle()
    assert receiver.changes()[1:] == ["edit_external_contact"]
    assert names_on(sim, follow) == [("意向", "高", 1), ("", "爱喝茶", 2)]
    sim.order("staff/edit", userid="lina", customer="an", remove_tag=["高", "爱喝茶"])
    assert names_on(sim, follow) == []
