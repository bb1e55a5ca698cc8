"""What was just made can be read by its id, but lists show it only after their lag."""

import pytest

CONTACTS = "externalcontact"


@pytest.fixture
def external_userid(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


def test_a_new_live_code_is_not_listed_at_once(sim):
    sim.order("faults", lag={"contact_ways": 30})
    config_id = sim.code()
    got = sim.say(f"{CONTACTS}/get_contact_way", config_id=config_id)
    assert (got["errcode"], sim.say(f"{CONTACTS}/list_contact_way")["contact_way"]) == (0, [])
    sim.pass_time(30)
    listed = sim.say(f"{CONTACTS}/list_contact_way")["contact_way"]
    assert listed == [{"config_id": config_id}]


def test_a_new_customer_is_not_listed_at_once(sim, external_userid):
    sim.order("faults", lag={"customers": 30})
    assert sim.ask(f"{CONTACTS}/get", external_userid=external_userid)["errcode"] == 0
    batch = f"{CONTACTS}/batch/get_by_user"
    assert sim.ask(f"{CONTACTS}/list", userid="lina")["errcode"] == 84061
    assert sim.say(batch, userid_list=["lina"])["external_contact_list"] == []
    sim.pass_time(30)
    assert sim.ask(f"{CONTACTS}/list", userid="lina")["external_userid"] == [external_userid]
    assert len(sim.say(batch, userid_list=["lina"])["external_contact_list"]) == 1


def test_a_new_tag_is_not_listed_at_once(sim):
    made = sim.say(f"{CONTACTS}/add_corp_tag", group_name="意向", tag=[{"name": "高"}])
    sim.order("faults", lag={"tags": 30})
    assert sim.say(f"{CONTACTS}/get_corp_tag_list")["tag_group"] == []
    sim.pass_time(30)
    assert sim.say(f"{CONTACTS}/get_corp_tag_list")["tag_group"] == [made["tag_group"]]


def test_a_new_group_message_is_not_listed_at_once(sim, external_userid):
    sim.order("faults", lag={"group_messages": 30})
    text = {"content": "开课啦"}
    said = sim.say(f"{CONTACTS}/add_msg_template", external_userid=[external_userid], text=text)
    now = int(sim.see("state")["now"])
    span = {"chat_type": "single", "start_time": now, "end_time": now + 60}

    def listed():
        found = sim.say(f"{CONTACTS}/get_groupmsg_list_v2", **span)
        return [one["msgid"] for one in found["group_msg_list"]]

    assert listed() == []
    sim.pass_time(30)
    assert listed() == [said["msgid"]]


def test_a_new_group_is_not_listed_at_once(sim):
    sim.order("faults", lag={"groups": 30})
    chat_id = sim.order("groups/create", owner="lina", name="试听群")["chat_id"]

    def listed():
        told = sim.say(f"{CONTACTS}/groupchat/list", limit=10)
        return [one["chat_id"] for one in told["group_chat_list"]]

    assert listed() == []
    sim.pass_time(30)
    assert listed() == [chat_id]
