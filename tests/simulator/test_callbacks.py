"""Callbacks: verified, encrypted, repeated three times, then lost."""

import time

from bots.simulator import courier
from tests.simulator.conftest import receiver_for
from tests.simulator.rig import MONDAY, Sim


def test_a_saved_url_is_verified_with_a_signed_echo(sim, receiver):
    sim.world.courier.url = ""
    assert sim.order("callback", url=receiver.url()) == {"ok": True, "status": 200, "why": ""}
    assert sim.world.courier.url == receiver.url()


def test_a_url_that_echoes_one_byte_too_many_is_not_kept(sim, receiver):
    sim.world.courier.url = ""
    receiver.echo_wrongly = True
    told = sim.order("callback", url=receiver.url())
    assert (told["ok"], told["status"]) == (False, 200)
    assert "echostr" in told["why"]
    assert sim.world.courier.url == ""


def test_a_url_where_nobody_listens_is_not_kept(sim, receiver):
    kept = sim.world.courier.url
    told = sim.order("callback", url="http://127.0.0.1:9/callbacks")
    assert (told["ok"], told["why"]) == (False, "ConnectionError")
    assert sim.world.courier.url == kept


def test_a_scan_calls_back_with_state_and_welcome_code(sim, receiver):
    scanned = sim.scan(sim.code(), "an")
    sim.settle()
    (event,) = receiver.events
    assert len(event.pop("WelcomeCode")) == 43
    assert event == {
        "ToUserName": sim.world.corp.corpid,
        "FromUserName": "sys",
        "CreateTime": str(int(MONDAY)),
        "MsgType": "event",
        "Event": "change_external_contact",
        "ChangeType": "add_external_contact",
        "UserID": "lina",
        "ExternalUserID": scanned["external_userid"],
        "State": "expo-gate-3",
    }


def test_the_envelope_names_corp_and_app_in_the_path_and_outside(sim, receiver):
    sim.scan(sim.code(), "an")
    sim.settle()
    (envelope,) = receiver.envelopes
    corpid = sim.world.corp.corpid
    assert envelope["path"] == f"/callbacks/{corpid}/1000002"
    assert (envelope["outer"]["ToUserName"], envelope["outer"]["AgentID"]) == (corpid, "1000002")
    assert envelope["timestamp"] == str(int(MONDAY))


def test_a_refused_callback_comes_three_times_more_with_the_same_words(sim, receiver):
    receiver.answers = [500, 403, 302, 500]
    sim.scan(sim.code(), "an")
    sim.settle()
    assert len(receiver.envelopes) == courier.TRIES == 4
    assert len({envelope["plain"] for envelope in receiver.envelopes}) == 1
    assert len({envelope["nonce"] for envelope in receiver.envelopes}) == 4
    assert len({envelope["outer"]["Encrypt"] for envelope in receiver.envelopes}) == 4
    (callback,) = sim.see("truth")["callbacks"]
    assert callback["state"] == "lost"
    assert [one["status"] for one in callback["tries"]] == [500, 403, 302, 500]


def test_an_answer_at_the_second_try_ends_it(sim, receiver):
    receiver.answers = [503]
    sim.scan(sim.code(), "an")
    sim.settle()
    assert len(receiver.envelopes) == 2
    assert sim.see("truth")["callbacks"][0]["state"] == "delivered"


def test_an_answer_after_five_seconds_is_no_answer(sim, receiver):
    receiver.hang_for = [6]
    began = time.monotonic()
    sim.scan(sim.code(), "an")
    sim.settle()
    assert 5 <= time.monotonic() - began < 6
    assert [one.get("why") for one in sim.see("truth")["callbacks"][0]["tries"]] == [
        "ReadTimeout",
        None,
    ]


def test_without_a_url_a_callback_is_lost_and_written_down(sim):
    sim.scan(sim.code(), "an")
    sim.settle()
    (callback,) = sim.see("truth")["callbacks"]
    assert (callback["state"], callback["tries"][0]["why"]) == ("lost", "no callback URL is set")


def test_duplicates_have_new_nonces_and_one_key(sim, receiver):
    assert sim.order("faults", callback={"duplicate": 3})["ok"]
    sim.scan(sim.code(), "an")
    sim.settle()
    assert len(receiver.events) == 3
    assert receiver.events[0] == receiver.events[1] == receiver.events[2]
    assert len({envelope["nonce"] for envelope in receiver.envelopes}) == 3
    assert len({callback["key"] for callback in sim.see("truth")["callbacks"]}) == 1


def test_what_the_api_changes_calls_nobody_back(sim, receiver):
    scanned = sim.scan(sim.code(), "an")
    pair = {"userid": "lina", "external_userid": scanned["external_userid"]}
    group = sim.say("externalcontact/add_corp_tag", group_name="意向", tag=[{"name": "高"}])
    tag_id = group["tag_group"]["tag"][0]["id"]
    assert sim.say("externalcontact/mark_tag", **pair, add_tag=[tag_id])["errcode"] == 0
    assert sim.say("externalcontact/remark", **pair, remark="老客户")["errcode"] == 0
    assert sim.say("externalcontact/del_corp_tag", tag_id=[tag_id])["errcode"] == 0
    sim.settle()
    assert receiver.changes() == ["add_external_contact"]


def test_with_echo_marks_and_remarks_call_back_as_some_report():
    sim = Sim(echo=True)
    receiver = receiver_for(sim)
    try:
        sim.world.courier.url = receiver.url()
        scanned = sim.scan(sim.code(), "an")
        pair = {"userid": "lina", "external_userid": scanned["external_userid"]}
        sim.say("externalcontact/remark", **pair, remark="老客户")
        sim.settle()
        assert receiver.changes() == ["add_external_contact", "edit_external_contact"]
    finally:
        receiver.close()
        sim.close()


def test_console_changes_of_tags_call_back(sim, receiver):
    made = sim.order("console/tag", change="create", group_name="意向", name="高")
    sim.order("console/tag", change="update", id=made["id"], name="很高")
    sim.order("console/tag", change="delete", id=made["id"])
    sim.settle()
    told = [(event["ChangeType"], event["TagType"]) for event in receiver.events]
    assert told == [
        ("create", "tag_group"),
        ("create", "tag"),
        ("update", "tag"),
        ("delete", "tag"),
    ]
    assert {event["Event"] for event in receiver.events} == {"change_external_tag"}
    assert sim.say("externalcontact/get_corp_tag_list")["tag_group"] == []
