"""Temporary codes of the medical industry, chats that end by themselves, and room for codes."""

import pytest

from tests.simulator.rig import MONDAY

DAY = 86400
ADD, CLOSE = "externalcontact/add_contact_way", "externalcontact/close_temp_chat"
ONE = {"type": 1, "scene": 2, "state": "s", "user": ["lina"]}
TEMP = {**ONE, "is_temp": True}


@pytest.fixture
def medical(sim):
    assert sim.order("console/corp", medical=True)["medical"]


def scan(sim, config_id, key="an"):
    return sim.order("people/scan", config_id=config_id, customer={"key": key})


def temp(sim, **fields):
    told = sim.say(ADD, **{**TEMP, **fields})
    assert told["errcode"] == 0, told
    return told["config_id"]


def test_only_the_medical_industry_has_them(sim):
    assert sim.say(ADD, **TEMP)["errcode"] == 40058
    sim.order("console/corp", medical=True)
    config_id = temp(sim, chat_expires_in=3600)
    way = sim.say("externalcontact/get_contact_way", config_id=config_id)["contact_way"]
    assert (way["is_temp"], way["expires_in"], way["chat_expires_in"]) == (True, 7 * DAY, 3600)
    assert way["unionid"] == ""


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"type": 2}, 40058),
        ({"expires_in": 14 * DAY + 1}, 40058),
        ({"chat_expires_in": 0}, 40058),
        ({"unionid": 7}, 40058),
        ({"chat_expires_in": 14 * DAY}, 0),
    ],
)
def test_limits_of_a_temporary_code(sim, medical, fields, errcode):
    assert sim.say(ADD, **{**TEMP, **fields})["errcode"] == errcode


def test_the_chat_ends_by_itself_with_its_conclusion(sim, receiver, medical):
    link = {"title": "复诊", "url": "https://example.com/"}
    conclusions = {"text": {"content": "祝早日康复"}, "link": link, "miniprogram": {"title": "x"}}
    config_id = temp(sim, conclusions=conclusions, chat_expires_in=3600)
    external_userid = scan(sim, config_id)["external_userid"]
    sim.pass_time(3599)
    assert sim.ask("externalcontact/get", external_userid=external_userid)["errcode"] == 0
    sim.pass_time(1)
    assert sim.ask("externalcontact/get", external_userid=external_userid)["errcode"] == 84061
    (chat,) = sim.see("phone/an")["chats"]
    assert [m.get("text", m.get("title")) for m in chat["messages"]] == ["祝早日康复", "复诊"]
    assert not chat["friend"]
    assert receiver.changes() == ["add_external_contact"]
    (session,) = sim.see("truth")["temp_sessions"]
    assert session["ended_at"] == MONDAY + 3600


def test_a_chat_is_closed_early_and_once(sim, receiver, medical):
    pair = {"userid": "lina", "external_userid": scan(sim, temp(sim))["external_userid"]}
    assert sim.say(CLOSE, **pair)["errcode"] == 0
    assert sim.say(CLOSE, **pair)["errcode"] == 84061
    sim.pass_time(DAY)
    assert len(sim.see("truth")["temp_sessions"]) == 1
    assert receiver.changes() == ["add_external_contact"], "what the API ends is not called back"


def test_a_friend_by_another_code_has_no_temporary_chat(sim, medical):
    pair = {"userid": "lina", "external_userid": scan(sim, sim.code(**ONE))["external_userid"]}
    assert sim.say(CLOSE, **pair)["errcode"] == 84061
    assert scan(sim, temp(sim))["already"]
    assert sim.see("truth")["temp_sessions"] == []


def test_a_code_is_good_for_one_in_time_and_for_whom_it_names(sim, medical):
    used = temp(sim)
    assert scan(sim, used)["ok"]
    assert not scan(sim, used, "bo")["ok"]
    for_an = temp(sim, unionid=sim.see("customers")["customers"][0]["unionid"])
    assert not scan(sim, for_an, "cy")["ok"]
    late = temp(sim, expires_in=60)
    told = sim.say("externalcontact/update_contact_way", config_id=late, expires_in=30)
    assert told["errcode"] == 0
    sim.pass_time(31)
    assert not scan(sim, late, "du")["ok"]


def test_temporary_codes_are_not_listed_and_have_a_ceiling_of_their_own(sim, medical):
    sim.order("console/corp", most_contact_ways=1, most_temp_ways_a_day=1)
    lasting = sim.code(**ONE)
    temp(sim)
    assert sim.say(ADD, **ONE)["errcode"] == 41045
    assert sim.say(ADD, **TEMP)["errcode"] == 41045
    ways = sim.say("externalcontact/list_contact_way")["contact_way"]
    assert ways == [{"config_id": lasting}]
    sim.pass_time(DAY)
    sim.log_in()
    temp(sim)
    sim.say("externalcontact/del_contact_way", config_id=lasting)
    assert sim.say(ADD, **ONE)["errcode"] == 0, "a deleted one makes room"


def test_a_window_that_ends_before_it_begins_is_refused(sim):
    window = {"start_time": int(MONDAY), "end_time": int(MONDAY) - 1}
    assert sim.say("externalcontact/list_contact_way", **window)["errcode"] == 40058


@pytest.mark.parametrize(("standing", "errcode"), [("activated", 41054), ("verified", 40098)])
def test_members_of_a_code_can_serve(sim, standing, errcode):
    sim.order("console/member", userid="lina", **{standing: False})
    assert sim.say(ADD, **ONE)["errcode"] == errcode
    sim.order("console/member", userid="lina", **{standing: True})
    assert sim.say(ADD, **ONE)["errcode"] == 0
