"""What the acquisition assistant calls back: quota that runs out, customers who write or leave."""

import pytest

from tests.simulator.rig import MONDAY
from tests.simulator.test_links import DAY, LINKS, QUOTA, make, opened


def of_links(receiver):
    return [e for e in receiver.events if e["Event"] == "customer_acquisition"]


def kinds(receiver):
    return [event["ChangeType"] for event in of_links(receiver)]


def test_the_corp_is_told_once_when_quota_is_low_used_up_and_back(sim, receiver):
    link = make(sim)
    sim.order("console/quota", set=21)
    for number in range(21):
        opened(sim, link, f"c{number}")
        if number == 1:
            sim.settle()
            assert kinds(receiver) == ["balance_low"]
    sim.settle()
    assert kinds(receiver) == ["balance_low", "balance_exhausted"]
    assert opened(sim, link, "late")["exhausted"]
    came = sim.say(f"{LINKS}/customer", link_id=link["link_id"])["customer_list"]
    assert len(came) == 21
    sim.order("console/quota", buy=5)
    sim.settle()
    assert kinds(receiver)[-1] == "balance_increased"
    assert set(of_links(receiver)[-1]) <= {
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "Event",
        "ChangeType",
    }


def test_quota_expires_after_five_notices(sim, receiver):
    sim.order("console/quota", set=30, expires_in=15 * DAY)
    told = sim.ask(QUOTA)
    assert told["quota_list"] == [{"expire_date": int(MONDAY) + 15 * DAY, "balance": 30}]
    assert (told["total"], sim.say(QUOTA)["balance"]) == (1030, 30), "GET and POST alike"
    days = []
    for _ in range(15):
        before = len(receiver.events)
        sim.pass_time(DAY)
        days += [15 - int((sim.see("state")["now"] - MONDAY) / DAY)] * (
            len(receiver.events) - before
        )
    assert kinds(receiver) == ["quota_expire_soon"] * 5 + ["balance_exhausted"]
    assert days == [14, 7, 3, 2, 1, 0]
    notice = of_links(receiver)[0]
    assert notice["ExpireTime"] == str(int(MONDAY) + 15 * DAY)
    assert notice["ExpireQuotaNum"] == "30"
    sim.log_in()
    assert sim.ask(QUOTA)["quota_list"] == []


def test_what_expires_first_is_spent_first(sim):
    sim.order("console/quota", set=0)
    sim.order("console/quota", buy=5, expires_in=9 * DAY)
    sim.order("console/quota", buy=5, expires_in=3 * DAY)
    opened(sim, make(sim))
    assert [batch["balance"] for batch in sim.ask(QUOTA)["quota_list"]] == [4, 5]


@pytest.fixture
def an(sim):
    link = make(sim, range={"user_list": ["lina"]})
    return {**opened(sim, link, customer_channel="南门"), "link": link["link_id"]}


def test_the_first_message_names_the_pair_and_the_third_only_a_key(sim, receiver, an):
    for number in range(11):
        sim.order("people/say", customer="an", text=str(number))
        sim.order("staff/say", customer="an", text="嗯")
    sim.settle()
    (start,) = [e for e in receiver.events if e.get("ChangeType") == "customer_start_chat"]
    later = [e for e in receiver.events if e.get("ChangeType") == "message_from_customer"]
    assert (start["UserID"], start["ExternalUserID"]) == ("lina", an["external_userid"])
    for event, count in zip(later, (3, 5, 10), strict=True):
        assert "UserID" not in event and "ExternalUserID" not in event
        assert (event["LinkId"], event["State"]) == (an["link"], "南门")
        told = sim.say(f"{LINKS}/get_chat_info", chat_key=event["ChatKey"])
        assert (told["userid"], told["external_userid"]) == ("lina", an["external_userid"])
        assert told["chat_info"] == {"recv_msg_cnt": count, "link_id": an["link"], "state": "南门"}


def test_a_chat_key_is_good_for_half_an_hour(sim, receiver, an):
    for number in range(3):
        sim.order("people/say", customer="an", text=str(number))
    sim.settle()
    (key,) = [event["ChatKey"] for event in receiver.events if "ChatKey" in event]
    sim.pass_time(1800)
    assert sim.say(f"{LINKS}/get_chat_info", chat_key=key)["errcode"] == 0
    sim.pass_time(1)
    assert sim.say(f"{LINKS}/get_chat_info", chat_key=key)["errcode"] == 40058
    assert sim.say(f"{LINKS}/get_chat_info", chat_key="nonsense")["errcode"] == 40058


def test_customers_of_a_code_are_none_of_the_assistants(sim, receiver):
    sim.scan(sim.code(), "bo")
    for number in range(3):
        sim.order("people/say", customer="bo", text=str(number))
    sim.order("people/delete", customer="bo")
    sim.settle()
    assert kinds(receiver) == []


def test_a_customer_who_leaves_is_told_twice(sim, receiver, an):
    sim.order("people/delete", customer="an")
    sim.settle()
    lost = [e for e in receiver.events if e["ChangeType"] == "del_follow_user"]
    assert {e["Event"] for e in lost} == {"change_external_contact", "customer_acquisition"}
    (told,) = [e for e in lost if e["Event"] == "customer_acquisition"]
    assert (told["LinkId"], told["UserID"]) == (an["link"], "lina")


def test_a_link_whose_last_member_cannot_serve_is_told_once(sim, receiver):
    link = make(sim, range={"user_list": ["lina", "zhaolei"]})
    sim.order("console/member", userid="lina", activated=False)
    sim.settle()
    assert kinds(receiver) == []
    sim.order("console/member", userid="zhaolei", verified=False)
    sim.order("console/member", userid="zhaolei", activated=False)
    sim.settle()
    assert [(e["ChangeType"], e["LinkId"]) for e in of_links(receiver)] == [
        ("link_unavailable", link["link_id"])
    ]
    assert not sim.order("links/open", link_id=link["link_id"], customer="an")["ok"]


def test_a_dead_link_is_told_of_when_somebody_opens_it(sim, receiver):
    link = make(sim, range={"user_list": ["lina"]})
    sim.world.staff["lina"].has_customer_right = False
    for _ in range(2):
        assert not sim.order("links/open", link_id=link["link_id"], customer="an")["ok"]
    sim.settle()
    assert kinds(receiver) == ["link_unavailable"]


def test_the_truth_knows_who_came_and_what_is_left(sim, an):
    truth = sim.see("truth")["acquisition"]
    assert [a["state"] for a in truth["arrivals"]] == ["南门"]
    assert (truth["balance"], truth["links"][0]["opened"]) == (999, 1)
