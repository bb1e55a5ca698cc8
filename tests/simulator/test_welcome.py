"""A welcome code is good once, for twenty seconds."""

import pytest


@pytest.fixture
def code(sim, receiver):
    """The welcome code of a fresh follow, as the callback brought it."""
    sim.scan(sim.code(), "an")
    sim.settle()
    return receiver.events[-1]["WelcomeCode"]


def welcome(sim, code, **body):
    body = body or {"text": {"content": "您好，欢迎！"}}
    return sim.say("externalcontact/send_welcome_msg", welcome_code=code, **body)["errcode"]


def test_a_welcome_stands_on_the_customers_phone(sim, code):
    link = {"msgtype": "link", "link": {"title": "课程表", "url": "https://example.com/kc"}}
    assert welcome(sim, code, text={"content": "您好"}, attachments=[link]) == 0
    (chat,) = sim.see("phone/an")["chats"]
    assert [(m["kind"], m["msgtype"]) for m in chat["messages"]] == [
        ("welcome", "text"),
        ("welcome", "link"),
    ]
    assert (chat["messages"][0]["text"], chat["messages"][1]["title"]) == ("您好", "课程表")


def test_twenty_seconds_are_still_good(sim, code):
    sim.pass_time(20)
    assert welcome(sim, code) == 0


def test_after_twenty_seconds_the_code_is_dead(sim, code):
    sim.pass_time(20.5)
    assert welcome(sim, code) == 41050
    assert sim.see("phone/an")["chats"][0]["messages"] == []


def test_a_code_is_good_once(sim, code):
    assert [welcome(sim, code), welcome(sim, code)] == [0, 41051]
    (truth,) = sim.see("truth")["welcomes"]
    assert [one["errcode"] for one in truth["tries"]] == [0, 41051]
    assert len(sim.see("phone/an")["chats"][0]["messages"]) == 1


def test_a_chat_that_has_begun_needs_no_welcome(sim, code):
    sim.order("people/say", customer="an", text="在吗")
    assert welcome(sim, code) == 41051


@pytest.mark.parametrize(("code", "errcode"), [("", 41049), ("nonsense", 41050)])
def test_missing_and_unknown_codes(sim, code, errcode):
    assert welcome(sim, code) == errcode


def test_a_refused_welcome_may_be_tried_again(sim, code):
    assert welcome(sim, code, text={"content": "长" * 1334}) == 45002  # 4002 bytes
    assert welcome(sim, code, text={"content": "长" * 1333}) == 0


def test_limits_of_attachments(sim, code):
    link = {"msgtype": "link", "link": {"title": "t", "url": "https://example.com"}}
    assert welcome(sim, code, attachments=[link] * 10) == 41064
    assert welcome(sim, code, attachments=[{"msgtype": "poem", "poem": {}}]) == 41065
    image = {"msgtype": "image", "image": {"media_id": "nonsense"}}
    assert welcome(sim, code, attachments=[image]) == 40007
    assert welcome(sim, code, text={"content": ""}) == 40063
    assert welcome(sim, code, attachments=[link] * 9) == 0


def test_who_has_chatted_before_gets_no_code_when_added_again(sim, receiver, code):
    way = sim.see("codes")["codes"][0]["config_id"]
    sim.order("people/say", customer="an", text="在吗")
    sim.order("people/delete", customer="an")
    sim.scan(way, "an", userid="lina")
    sim.settle()
    changes = receiver.changes()
    assert [change for change in changes if change != "msgaudit_notify"] == [
        "add_external_contact",
        "del_follow_user",
        "add_external_contact",
    ]
    last = [e for e in receiver.events if e.get("ChangeType") == "add_external_contact"][-1]
    assert "WelcomeCode" not in last
