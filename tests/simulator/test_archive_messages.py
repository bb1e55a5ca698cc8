"""What the archive keeps of what people send, and the numbers that it leaves out."""

import json

import pytest

from tests.simulator.archive_rig import account, archived, pull


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


def send(sim, sender, to, **more):
    told = sim.order("archive/send", **{"from": sender}, to=to, **more)
    assert told["ok"], told
    return told


def numbers(sim):
    return [row["seq"] for row in pull(sim)["chatdata"]]


def test_members_among_themselves_need_no_friendship(sim):
    send(sim, "lina", ["zhaolei"], text={"content": "报价好了吗"})
    (message,) = archived(sim)
    assert (message["text"], message["tolist"]) == ({"content": "报价好了吗"}, ["zhaolei"])
    assert not message["msgid"].endswith("_external")


def test_in_a_room_everybody_else_hears(sim, an):
    room = {"members": ["lina", "zhaolei"], "customers": ["an"]}
    roomid = sim.order("archive/room", **room)["roomid"]
    send(sim, "lina", [], roomid=roomid)
    (message,) = archived(sim)
    assert (message["roomid"], message["tolist"]) == (roomid, ["zhaolei", an])


def test_a_robot_speaks_in_a_room(sim):
    robot_id = sim.order("archive/robot", userid="lina", name="日报")["robot_id"]
    send(sim, robot_id, ["lina", "zhaolei"], roomid="wr-given", msgtype="markdown")
    (message,) = archived(sim)
    assert (message["from"], message["roomid"]) == (robot_id, "wr-given")


def test_a_mixed_message_carries_json_in_json(sim, an):
    send(sim, "lina", ["an"], msgtype="mixed")
    words, image = archived(sim)[0]["mixed"]["item"]
    assert json.loads(words["content"])["content"]
    assert json.loads(image["content"])["sdkfileid"] in sim.world.archive.shelf


def test_a_number_larger_than_javascripts_survives(sim):
    send(sim, "lina", ["zhaolei"], msgtype="meeting")
    assert archived(sim)[0]["meeting"]["meetingid"] == 11101571002822706744


def test_only_who_sent_a_message_takes_it_back(sim, an):
    msgid = send(sim, "an", ["lina"])["msgid"]
    foreign = sim.order("archive/recall", **{"from": "lina"}, to=["an"], msgid=msgid)
    assert (foreign["ok"], bool(foreign["why"])) == (False, True)
    assert sim.order("archive/recall", **{"from": "an"}, to=["lina"], msgid=msgid)["ok"]
    _, recalled = archived(sim)
    assert (recalled["action"], recalled["msgtype"]) == ("recall", "revoke")
    assert recalled["revoke"] == {"pre_msgid": msgid}


def test_a_change_of_corps_is_a_line_of_its_own_shape(sim):
    sim.order("archive/switch_corp", userid="lina")
    (line,) = archived(sim)
    assert set(line) == {"msgid", "action", "time", "user"}
    assert (line["action"], line["user"]) == ("switch", "lina")


@pytest.mark.parametrize(
    "wrong",
    [
        {"msgtype": "poem"},
        {"text": {"moon": 1}},
        {"text": "words"},
        {"to": ["nobody"]},
        {"to": []},
        {"to": ["an"], "from": "zhaolei"},
        {"msgtype": "image", "size": -1},
        {"msgtype": "image", "content": "no base64!"},
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_reason(sim, an, wrong):
    told = sim.order("archive/send", **{"from": "lina", "to": ["an"], **wrong})
    assert (told["ok"], bool(told["why"]), archived(sim)) == (False, True, [])


def test_who_is_not_archived_uses_numbers_up(sim, receiver, an):
    sim.order("archive/permit", userid="lina", edition=None)
    sim.order("people/say", customer="an", text="没人听见")
    sim.settle()
    assert "msgaudit_notify" not in receiver.changes()
    sim.order("archive/permit", userid="lina", edition=2)
    sim.order("people/say", customer="an", text="听见了")
    sim.order("archive/gap", by=10)
    sim.order("people/say", customer="an", text="隔了很远")
    assert numbers(sim) == [2, 13]
    assert [row["seq"] for row in pull(sim, seq=5)["chatdata"]] == [13]
    assert sim.see("truth")["archive"]["last_seq"] == 13


@pytest.mark.parametrize(("to", "errcode"), [("off", 301053), ("expired", 301052)])
def test_an_archive_that_is_not_on_keeps_and_answers_nothing(sim, an, to, errcode):
    sim.order("archive/switch", to=to)
    sim.order("people/say", customer="an", text="在吗")
    assert pull(sim)["errcode"] == errcode
    sim.log_in(sim.world.corp.archive_secret)
    assert sim.say("msgaudit/get_permit_user_list")["errcode"] == errcode
    sim.order("archive/switch", to="on")
    assert pull(sim)["chatdata"] == []


def test_six_hundred_pulls_a_minute(sim):
    client = sim.server_client()
    told = [client.post("/sim/archive/pull", json=account(sim)).get_json() for _ in range(601)]
    assert [answer["errcode"] for answer in told] == [0] * 600 + [45009]
    sim.pass_time(60)
    assert pull(sim)["errcode"] == 0


def test_only_trusted_addresses_may_pull(sim):
    sim.order("apps", agentid=2000004, trusted_ips=["10.0.0.1"])
    assert pull(sim)["errcode"] == 10009


def test_the_truth_has_what_was_kept(sim, an):
    send(sim, "an", ["lina"], msgtype="image")
    truth = sim.see("truth")["archive"]
    (message,) = truth["messages"]
    assert {**archived(sim)[0], "seq": 1} == message
    assert truth["files"] == {message["image"]["sdkfileid"]: message["image"]["filesize"]}
