"""Group messages to groups: the owner confirms, and only what was sent is told."""

import pytest

SEND = "externalcontact/add_msg_template"


@pytest.fixture
def chats(sim):
    made = [
        sim.order("groups/create", owner=owner, name=name, members=[f"guest-{name}"])["chat_id"]
        for owner, name in (("lina", "一群"), ("lina", "二群"), ("zhaolei", "三群"))
    ]
    return [str(one) for one in made]


def send(sim, **fields):
    usual = {"chat_type": "group", "sender": "lina", "text": {"content": "新课上线"}}
    return sim.say(SEND, **{**usual, **fields})


def results(sim, msgid):
    told = sim.say("externalcontact/get_groupmsg_send_result", msgid=msgid, userid="lina")
    return [(row["chat_id"], row["status"]) for row in told["send_list"]]


def heard(sim, name):
    (group,) = sim.see(f"phone/guest-{name}")["groups"]
    return [message["text"] for message in group["messages"]]


def test_all_the_senders_groups_hear_it_once_he_confirms(sim, chats):
    told = send(sim)
    assert (told["errcode"], told["fail_list"]) == (0, [])
    (task,) = sim.see("staff/lina/messages")["tasks"]
    assert (task["groups"], task["customers"]) == (chats[:2], [])
    assert results(sim, told["msgid"]) == []
    assert sim.order("staff/confirm", userid="lina", msgid=told["msgid"])["ok"]
    assert results(sim, told["msgid"]) == [(chats[0], 1), (chats[1], 1)]
    assert (heard(sim, "一群"), heard(sim, "三群")) == (["新课上线"], [])


def test_groups_may_be_named_and_others_groups_fail(sim, chats):
    told = send(sim, chat_id_list=[chats[1], chats[2]])
    assert told["fail_list"] == [chats[2]]
    sim.order("staff/confirm", userid="lina", msgid=told["msgid"])
    assert results(sim, told["msgid"]) == [(chats[1], 1)]
    assert send(sim, chat_id_list=[chats[2]])["errcode"] == 41048


def test_a_group_that_is_gone_or_has_another_owner_hears_nothing(sim, chats):
    msgid = send(sim)["msgid"]
    sim.order("groups/dismiss", chat_id=chats[0])
    sim.order("groups/owner", chat_id=chats[1], userid="zhaolei")
    sim.order("staff/confirm", userid="lina", msgid=msgid)
    assert results(sim, msgid) == []
    assert heard(sim, "二群") == []


def test_a_group_too_receives_as_many_a_month_as_it_has_days(sim, chats):
    told = []
    for _ in range(32):
        msgid = send(sim, chat_id_list=chats[:1])["msgid"]
        sim.order("staff/confirm", userid="lina", msgid=msgid)
        told.append(len(results(sim, msgid)))
    assert told == [1] * 31 + [0]


def test_the_two_kinds_are_listed_apart(sim, chats):
    msgid = send(sim)["msgid"]
    now = int(sim.see("state")["now"])
    span = {"start_time": now - 60, "end_time": now + 60}
    found = [
        [
            row["msgid"]
            for row in sim.say("externalcontact/get_groupmsg_list_v2", chat_type=kind, **span)[
                "group_msg_list"
            ]
        ]
        for kind in ("group", "single")
    ]
    assert found == [[msgid], []]


def test_a_sender_must_be_named(sim, chats):
    assert send(sim, sender="")["errcode"] == 40063
    assert send(sim, sender="nobody")["errcode"] == 40003
    assert send(sim, sender="chenxi")["errcode"] == 41048


def test_the_old_way_to_ask_for_results_is_closed(sim):
    told = sim.say("externalcontact/get_group_msg_result", msgid="msgX")
    assert told["errcode"] == 48005
