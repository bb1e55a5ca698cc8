"""Codes of 微信客服: a welcome, a word to who waits, a word at the end, each once."""

import pytest

from tests.simulator.kf_office import open_office

TWO_DAYS = 48 * 3600


@pytest.fixture
def office(sim):
    return open_office(sim)


def answer(office, code, msgtype="text"):
    content = {"text": {"content": "您好"}, "msgmenu": {"head_content": "满意吗", "list": []}}
    body = {"msgtype": msgtype, msgtype: content.get(msgtype, {})}
    return office.sim.say("kf/send_msg_on_event", code=code, **body)["errcode"]


def welcome_code(office, **more):
    office.come(**more)
    return office.events()[-1].get("welcome_code")


def test_a_welcome_is_good_once_for_twenty_seconds(sim, office):
    code = welcome_code(office)
    office.wait(20)
    assert [answer(office, code, "msgmenu"), answer(office, code)] == [0, 95007]
    late = welcome_code(office, customer="bo")
    office.wait(21)
    assert answer(office, late) == 95007


def test_no_welcome_for_who_was_welcomed_or_has_written(sim, office):
    assert answer(office, welcome_code(office)) == 0
    assert welcome_code(office) is None
    office.wait(TWO_DAYS + 1)
    assert welcome_code(office)
    office.act("say", text="在吗")
    office.wait(TWO_DAYS + 1)
    assert welcome_code(office) is None


def test_a_welcome_is_no_kind_of_picture(office):
    assert answer(office, welcome_code(office), "image") == 40008


def test_who_waits_is_told_so_in_words_and_only_while_he_waits(sim, office):
    an = office.asks()
    code = office.trans(an, 2)["msg_code"]
    assert answer(office, code, "msgmenu") == 40008
    office.wait(TWO_DAYS)
    assert answer(office, code) == 0
    bo = office.asks(customer="bo")
    code = office.trans(bo, 2)["msg_code"]
    office.trans(bo, 3, servicer_userid="lina")
    assert answer(office, code) == 95018


def test_only_the_first_move_of_a_session_brings_a_code(office):
    an = office.asks()
    assert "msg_code" not in office.trans(an, 1)
    assert "msg_code" in office.trans(an, 2)
    assert "msg_code" not in office.trans(an, 3, servicer_userid="lina")
    assert "msg_code" in office.trans(an, 4)
    office.act("say", text="又来了")
    assert "msg_code" in office.trans(an, 3, servicer_userid="lina")


def test_an_end_leaves_twenty_seconds_for_a_last_word(sim, office):
    an = office.asks()
    assert answer(office, office.trans(an, 4)["msg_code"], "msgmenu") == 0
    office.act("say", text="又来了")
    late = office.trans(an, 4)["msg_code"]
    office.wait(21)
    assert answer(office, late) == 95007


def test_events_bring_codes_too(office):
    an = office.asks()
    office.trans(an, 2)
    office.act("take", userid="lina")
    assert answer(office, office.events()[-1]["msg_code"]) == 0
    office.act("end")
    assert answer(office, office.events()[-1]["msg_code"]) == 0
    chat = office.sim.see("phone/an")["kf"][0]["messages"]
    assert [message["from"] for message in chat] == ["customer", "app", "app"]


@pytest.mark.parametrize(("code", "errcode"), [("", 40063), ("nonsense", 95007)])
def test_missing_and_unknown_codes(office, code, errcode):
    assert answer(office, code) == errcode


def test_the_answer_names_the_message(office):
    code = welcome_code(office)
    body = {"msgtype": "text", "text": {"content": "您好"}, "msgid": "welcome-1"}
    told = office.sim.say("kf/send_msg_on_event", code=code, **body)
    assert told == {"errcode": 0, "errmsg": "ok", "msgid": "welcome-1"}
