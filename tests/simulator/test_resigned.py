"""Customers of members who have left: waiting to be assigned, then with somebody else."""

import pytest

from tests.simulator.rig import MONDAY

DAY = 86400
UNASSIGNED = "externalcontact/get_unassigned_list"
RESIGNED = "externalcontact/resigned"
PAIR = {"handover_userid": "lina", "takeover_userid": "zhaolei"}


@pytest.fixture
def left(sim):
    """Three of lina's customers and one of chenxi's, who left a day earlier."""
    code = sim.code(user=["lina"])
    ids = [sim.scan(code, key)["external_userid"] for key in ("an", "bo", "cy")]
    ids.append(sim.scan(sim.code(user=["chenxi"], state="x"), "du")["external_userid"])
    sim.order("console/staff", change="leave", userid="chenxi")
    sim.pass_time(DAY)
    sim.order("console/staff", change="leave", userid="lina")
    sim.log_in()
    return ids


def waiting(sim, **asked):
    return [row["external_userid"] for row in sim.say(UNASSIGNED, **asked)["info"]]


def test_who_left_last_comes_first(sim, left):
    told = sim.say(UNASSIGNED)
    assert [row["external_userid"] for row in told["info"]] == left
    assert told["info"][0] == {
        "handover_userid": "lina",
        "external_userid": left[0],
        "dimission_time": int(MONDAY) + DAY,
    }
    assert (told["is_last"], told["next_cursor"]) == (True, "")


def test_pages_by_number_or_by_cursor_but_not_both(sim, left):
    first = sim.say(UNASSIGNED, page_size=3)
    rest = sim.say(UNASSIGNED, page_size=3, cursor=first["next_cursor"])
    assert (first["is_last"], rest["is_last"]) == (False, True)
    assert [row["external_userid"] for row in first["info"] + rest["info"]] == left
    assert waiting(sim, page_id=1, page_size=3) == left[3:]
    mixed = sim.say(UNASSIGNED, page_id=1, page_size=3, cursor=first["next_cursor"])
    assert mixed["errcode"] == 40058
    assert sim.say(UNASSIGNED, page_size=1001)["errcode"] == 40058


def test_a_day_after_the_assignment_the_customer_has_somebody_new(sim, receiver, left):
    told = sim.say(f"{RESIGNED}/transfer_customer", **PAIR, external_userid=[left[0], left[3]])
    assert [row["errcode"] for row in told["customer"]] == [0, 40131]
    assert waiting(sim) == left[1:], "assigned ones wait no more"
    again = sim.say(f"{RESIGNED}/transfer_customer", **PAIR, external_userid=[left[0]])
    assert again["customer"][0]["errcode"] == 40100
    before = len(receiver.events)
    sim.pass_time(DAY)
    sim.log_in()
    told = sim.say(f"{RESIGNED}/transfer_result", **PAIR)["customer"]
    assert told == [
        {"external_userid": left[0], "status": 1, "takeover_time": int(MONDAY) + 2 * DAY}
    ]
    assert sim.say("externalcontact/transfer_result", **PAIR)["customer"] == []
    (added,) = receiver.events[before:]
    assert (added["ChangeType"], added["UserID"]) == ("add_external_contact", "zhaolei")


def test_who_refuses_waits_again(sim, left):
    sim.say(f"{RESIGNED}/transfer_customer", **PAIR, external_userid=[left[0]])
    sim.order("transfers/refuse", customer="an")
    assert waiting(sim) == left


def test_only_those_who_left_hand_over_here_and_only_those_who_serve_there(sim, left):
    here = {"handover_userid": "zhaolei", "takeover_userid": "zhoumin", "external_userid": ["x"]}
    assert sim.say(f"{RESIGNED}/transfer_customer", **here)["errcode"] == 40097
    there = {**PAIR, "external_userid": [left[0]]}
    assert sim.say("externalcontact/transfer_customer", **there)["errcode"] == 60111
    to_gone = {**PAIR, "takeover_userid": "chenxi", "external_userid": [left[0]]}
    assert sim.say(f"{RESIGNED}/transfer_customer", **to_gone)["errcode"] == 60111


def test_a_year_after_leaving_it_is_too_late(sim, left):
    sim.pass_time(366 * DAY)
    sim.log_in()
    told = sim.say(f"{RESIGNED}/transfer_customer", **PAIR, external_userid=[left[0]])
    assert told["errcode"] == 40003


def test_nobody_leaves_twice_and_a_link_of_leavers_is_told_of(sim, receiver):
    body = {"link_name": "链接", "range": {"user_list": ["sunyue"]}}
    sim.say("externalcontact/customer_acquisition/create_link", **body)
    assert sim.order("console/staff", change="leave", userid="sunyue")["ok"]
    assert not sim.order("console/staff", change="leave", userid="sunyue")["ok"]
    sim.settle()
    assert receiver.changes()[-1:] == ["link_unavailable"]
