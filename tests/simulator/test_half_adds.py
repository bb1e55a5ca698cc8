"""A customer whom the member has not added in return: half a friend, unknown to the API."""

import pytest

CONTACTS = "externalcontact"


@pytest.fixture
def code(sim, receiver):
    return sim.code(type=1, user=["lina"], state="expo")


def added(receiver):
    return [e for e in receiver.events if e.get("ChangeType", "").startswith("add_")]


def policy(sim, **habits):
    assert sim.order("staff/policy", userid="lina", **habits)["ok"]


def test_by_default_a_code_without_verification_adds_at_once(sim, receiver, code):
    sim.scan(code, "an")
    sim.settle()
    assert receiver.changes() == ["add_external_contact"]


def test_a_half_add_has_state_and_code_and_the_api_knows_nothing_yet(sim, receiver, code):
    policy(sim, half_add="never")
    told = sim.scan(code, "an")
    sim.settle()
    (event,) = receiver.events
    assert (event["ChangeType"], event["State"]) == ("add_half_external_contact", "expo")
    assert event["WelcomeCode"]
    assert told["half"] is True
    ids = {"userid": "lina", "external_userid": told["external_userid"]}
    assert sim.ask(f"{CONTACTS}/get", external_userid=ids["external_userid"])["errcode"] == 84061
    assert sim.say(f"{CONTACTS}/remark", **ids, remark="安")["errcode"] == 84061
    assert sim.say(f"{CONTACTS}/mark_tag", **ids, add_tag=["x"])["errcode"] in (84061, 40068)
    assert sim.ask(f"{CONTACTS}/list", userid="lina")["errcode"] == 84061


def test_the_member_adds_in_return_and_then_the_api_knows(sim, receiver, code):
    policy(sim, half_add=30)
    external_userid = sim.scan(code, "an")["external_userid"]
    sim.settle()
    sim.pass_time(30)
    half, whole = receiver.events
    assert whole["ChangeType"] == "add_external_contact"
    assert (whole["State"], whole["ExternalUserID"]) == ("expo", external_userid)
    assert half["WelcomeCode"] != whole["WelcomeCode"], "the first was not used"
    (follow,) = sim.ask(f"{CONTACTS}/get", external_userid=external_userid)["follow_user"]
    assert (follow["state"], follow["createtime"]) == ("expo", int(whole["CreateTime"]))


def test_the_used_code_of_a_half_add_is_the_only_one(sim, receiver, code):
    policy(sim, half_add="never")
    sim.scan(code, "an")
    sim.settle()
    welcome = {"welcome_code": receiver.events[0]["WelcomeCode"], "text": {"content": "您好"}}
    assert sim.say(f"{CONTACTS}/send_welcome_msg", **welcome)["errcode"] == 0
    assert sim.order("staff/accept", userid="lina", customer="an")["ok"]
    sim.settle()
    assert receiver.changes()[-1] == "add_external_contact"
    assert "WelcomeCode" not in receiver.events[-1]


def test_half_friends_can_chat_and_then_there_is_no_second_code(sim, receiver, code):
    policy(sim, half_add="never")
    sim.scan(code, "an")
    assert sim.order("people/say", customer="an", text="在吗")["userid"] == "lina"
    assert sim.order("staff/say", customer="an", userid="lina", text="在")["ok"]
    sim.order("staff/accept", userid="lina", customer="an")
    sim.settle()
    assert "WelcomeCode" not in added(receiver)[-1]


def test_who_deletes_the_member_before_is_not_added_in_return(sim, receiver, code):
    policy(sim, half_add=30)
    sim.scan(code, "an")
    sim.order("people/delete", customer="an")
    sim.pass_time(60)
    assert receiver.changes() == ["add_half_external_contact", "del_follow_user"]
    assert not sim.order("staff/accept", userid="lina", customer="an")["ok"]


def test_whom_the_member_still_has_is_whole_at_once(sim, receiver, code):
    sim.scan(code, "an")
    policy(sim, half_add="never")
    sim.order("people/delete", customer="an")
    sim.scan(code, "an")
    sim.settle()
    assert [e["ChangeType"] for e in added(receiver)] == ["add_external_contact"] * 2


def test_scanning_again_while_half_changes_nothing(sim, receiver, code):
    policy(sim, half_add="never")
    sim.scan(code, "an")
    assert sim.scan(code, "an")["already"] is True
    sim.settle()
    assert len(receiver.events) == 1


def test_a_request_waits_for_the_member_who_never_accepts_by_himself(sim, receiver):
    asked = sim.code(type=1, user=["lina"], skip_verify=False)
    policy(sim, accept_after="never")
    assert sim.scan(asked, "an")["pending"] is True
    sim.pass_time(3600)
    assert receiver.events == []
    assert sim.order("staff/accept", userid="lina", customer="an")["ok"]
    sim.settle()
    assert receiver.changes() == ["add_external_contact"]


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"half_add": "soon"},
        {"accept_after": -1},
        {"consent": "?"},
        {"asleep": 1},
        {"rival": "x"},
    ],
)
def test_policies_that_make_no_sense_are_refused(sim, wish):
    assert sim.order("staff/policy", userid="*", **wish)["ok"] is False


def test_of_the_two_codes_of_one_adding_only_one_can_be_used(sim, receiver, code):
    policy(sim, half_add=0)
    sim.scan(code, "an")
    sim.settle()
    text = {"content": "您好"}
    codes = [event["WelcomeCode"] for event in receiver.events]
    told = [sim.say(f"{CONTACTS}/send_welcome_msg", welcome_code=one, text=text) for one in codes]
    assert [one["errcode"] for one in told] == [0, 41051]
    assert len(sim.see("phone/an")["chats"][0]["messages"]) == 1


def test_who_comes_by_a_link_waits_for_the_member_as_well(sim, receiver):
    made = {"range": {"user_list": ["lina"]}, "link_name": "展会", "skip_verify": False}
    link = sim.say(f"{CONTACTS}/customer_acquisition/create_link", **made)["link"]
    policy(sim, accept_after="never")
    asked = sim.order("links/open", link_id=link["link_id"], customer={"key": "an"})
    sim.pass_time(3600)
    assert (asked["pending"], added(receiver)) == (True, [])
    assert sim.order("staff/accept", userid="lina", customer="an")["ok"]
    sim.settle()
    assert len(added(receiver)) == 1
