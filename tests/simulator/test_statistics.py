"""Members' days are counted from what they and their customers truly did."""

import pytest

from bots.simulator.models import Json
from tests.simulator.rig import MONDAY

PATH = "externalcontact/get_user_behavior_data"
DAY = 86400
FIRST = int(MONDAY) - 9 * 3600  # Beijing's midnight


def ask(sim, **fields):
    usual = {"userid": ["lina"], "start_time": FIRST, "end_time": FIRST}
    told = sim.say(PATH, **{**usual, **fields})
    assert told["errcode"] == 0, told
    return told["behavior_data"]


@pytest.fixture
def two_days(sim):
    """Monday: two customers write, one is answered after ten minutes. Tuesday: one goes."""
    code = sim.code(type=1, user=["lina"])
    for key in ("an", "bo"):
        sim.scan(code, key)
        sim.order("people/say", customer=key, text="在吗")
    sim.pass_time(600)
    sim.order("staff/say", customer="an", text="在")
    sim.order("staff/say", customer="an", text="您说")
    sim.pass_time(DAY)
    sim.order("people/delete", customer="bo")
    sim.order("staff/say", customer="an", text="早")
    sim.log_in()


def test_a_day_has_its_chats_words_replies_and_losses(sim, two_days):
    monday, tuesday = ask(sim, end_time=FIRST + DAY + 5)
    assert monday == {
        "stat_time": FIRST,
        "chat_cnt": 1,
        "message_cnt": 2,
        "reply_percentage": 50.0,
        "avg_reply_time": 10,
        "negative_feedback_cnt": 0,
        "new_apply_cnt": 0,
        "new_contact_cnt": 2,
    }
    assert tuesday == {
        "stat_time": FIRST + DAY,
        "chat_cnt": 1,
        "message_cnt": 1,
        "negative_feedback_cnt": 1,
        "new_apply_cnt": 0,
        "new_contact_cnt": 0,
    }


def test_a_loss_is_remembered_when_the_customer_comes_back(sim, two_days):
    sim.scan(sim.code(type=1, user=["lina"]), "bo")
    (tuesday,) = ask(sim, start_time=FIRST + DAY, end_time=FIRST + DAY)
    assert (tuesday["negative_feedback_cnt"], tuesday["new_contact_cnt"]) == (1, 1)


def test_departments_expand_and_several_members_are_one_sum(sim, two_days):
    sim.scan(sim.code(type=1, user=["zhaolei"]), "di")
    whole = {"start_time": FIRST, "end_time": FIRST + DAY}
    rows = ask(sim, userid=["lina", "zhaolei"], **whole)
    assert [row["new_contact_cnt"] for row in rows] == [2, 1]
    assert ask(sim, userid=[], partyid=[2], **whole) == rows
    assert ask(sim, userid=[], partyid=[3], **whole)[0]["new_contact_cnt"] == 0


def test_welcomes_and_group_messages_are_no_chat(sim):
    sim.scan(sim.code(type=1, user=["lina"]), "an")
    sent = {"sender": "lina", "text": {"content": "新课"}}
    sim.say("externalcontact/add_msg_template", chat_type="single", **sent)
    sim.order("staff/confirm_all")
    assert ask(sim)[0]["message_cnt"] == 0


REFUSED: list[tuple[Json, int]] = [
    ({"userid": []}, 40063),
    ({"userid": ["nobody"]}, 40003),
    ({"userid": ["x"] * 101}, 40058),
    ({"partyid": [99]}, 60123),
    ({"partyid": ["2"]}, 40058),
    ({"start_time": FIRST + DAY}, 40058),
    ({"end_time": FIRST + DAY}, 40058),  # tomorrow
    ({"start_time": FIRST - 31 * DAY}, 40058),
    ({"start_time": FIRST - 181 * DAY, "end_time": FIRST - 160 * DAY}, 40058),
]


def test_questions_that_are_refused(sim):
    usual = {"userid": ["lina"], "start_time": FIRST, "end_time": FIRST}
    told = [sim.say(PATH, **{**usual, **fields})["errcode"] for fields, _ in REFUSED]
    assert told == [errcode for _, errcode in REFUSED]


def test_whom_the_app_does_not_see_it_may_not_count(sim):
    agentid = sim.world.corp.agentid
    assert sim.order("apps", agentid=agentid, visible={"users": [], "parties": [3]})["ok"]
    usual = {"start_time": FIRST, "end_time": FIRST}
    assert sim.say(PATH, userid=["lina"], **usual)["errcode"] == 60011
    assert sim.say(PATH, partyid=[2], **usual)["errcode"] == 60011
