"""When there is no welcome code, and who else may have it in hand."""

import pytest

SEND = "externalcontact/send_welcome_msg"


@pytest.fixture
def way(sim, receiver):
    return sim.code(type=1, user=["lina"])


def policy(sim, **habits):
    assert sim.order("staff/policy", userid="lina", **habits)["ok"]


def scanned(sim, receiver, way, customer="an"):
    """The event of an add, as it arrived."""
    told = sim.order("people/scan", config_id=way, customer=customer)
    assert told["ok"], told
    sim.settle()
    return receiver.events[-1]


def welcome(sim, event):
    text = {"content": "您好"}
    return sim.say(SEND, welcome_code=event["WelcomeCode"], text=text)["errcode"]


def words(sim):
    return [message["text"] for message in sim.see("phone/an")["chats"][0]["messages"]]


def test_the_administrators_own_welcome_leaves_no_code(sim, receiver, way):
    sim.order("console/welcome", userid="lina", text="欢迎来到联客")
    assert "WelcomeCode" not in scanned(sim, receiver, way)
    assert words(sim) == ["欢迎来到联客"]
    sim.order("console/welcome", userid="lina", text=None)
    assert "WelcomeCode" in scanned(sim, receiver, way, "bao")


def test_people_of_other_corps_bring_no_code_and_their_corps_name(sim, receiver, way):
    event = scanned(sim, receiver, way, {"key": "an", "corp_name": "远方公司"})
    assert "WelcomeCode" not in event
    got = sim.ask("externalcontact/get", external_userid=event["ExternalUserID"])
    contact = got["external_contact"]
    assert (contact["type"], contact["corp_name"], "unionid" in contact) == (2, "远方公司", False)


def test_who_never_chatted_gets_a_new_code_when_added_again(sim, receiver, way):
    first = scanned(sim, receiver, way)["WelcomeCode"]
    sim.order("people/delete", customer="an")
    assert scanned(sim, receiver, way)["WelcomeCode"] not in ("", first)


def test_another_app_is_sending_and_then_has_sent(sim, receiver, way):
    policy(sim, rival=3)
    event = scanned(sim, receiver, way)
    assert welcome(sim, event) == 41096
    sim.pass_time(3)
    assert welcome(sim, event) == 41051
    assert len(words(sim)) == 1


def test_another_app_may_fail_and_leave_the_code_to_us(sim, receiver, way):
    policy(sim, rival=3, rival_fails=True)
    event = scanned(sim, receiver, way)
    assert welcome(sim, event) == 41096
    sim.pass_time(3)
    assert welcome(sim, event) == 0
    assert words(sim) == ["您好"]


def test_another_app_may_have_been_quicker_altogether(sim, receiver, way):
    policy(sim, rival=0)
    assert welcome(sim, scanned(sim, receiver, way)) == 41051


def test_a_welcome_that_is_under_way_cannot_be_sent_again(sim, receiver, way):
    policy(sim, welcome_takes=2)
    event = scanned(sim, receiver, way)
    assert [welcome(sim, event), welcome(sim, event)] == [0, 41096]
    sim.pass_time(2)
    assert welcome(sim, event) == 41051


def test_who_has_not_agreed_to_the_archive_cannot_be_welcomed(sim, receiver, way):
    policy(sim, consent="asked")
    assert welcome(sim, scanned(sim, receiver, way)) == 41053
    assert sim.order("archive/consent", customer="an", userid="lina", status="disagree")["ok"]
    sim.settle()
    assert "msg_audit_approved" not in receiver.changes()
    assert welcome(sim, receiver.events[0]) == 41053
    sim.order("people/say", customer="an", text="在吗")
    assert sim.see("truth")["archived"] == 1, "his no, and nothing else"


def test_nothing_is_archived_before_the_customer_has_answered(sim, receiver, way):
    policy(sim, consent="asked")
    event = scanned(sim, receiver, way)
    sim.order("people/say", customer="an", text="在吗")
    assert sim.see("truth")["archived"] == 0
    sim.log_in(sim.world.corp.archive_secret)
    pair = {"userid": "lina", "exteranalopenid": event["ExternalUserID"]}
    (told,) = sim.say("msgaudit/check_single_agree", info=[pair])["agreeinfo"]
    assert told["agree_status"] == "Disagree"


def test_consent_brings_a_code_that_is_good(sim, receiver, way):
    policy(sim, consent="asked")
    scanned(sim, receiver, way)
    assert sim.order("archive/consent", customer="an", userid="lina", status="agree")["ok"]
    sim.settle()
    (event,) = [one for one in receiver.events if one.get("ChangeType") == "msg_audit_approved"]
    assert welcome(sim, event) == 0
    sim.order("people/say", customer="an", text="您好")
    assert sim.see("truth")["archived"] == 2, "his yes, and what he wrote since"


def test_the_welcome_of_a_member_who_sleeps_does_not_arrive(sim, receiver, way):
    policy(sim, asleep=True)
    assert welcome(sim, scanned(sim, receiver, way)) == 0
    assert words(sim) == []
    (told,) = sim.see("truth")["welcomes"]
    assert (told["delivered"], told["sent_at"] is not None) == (False, True)


@pytest.mark.parametrize(("takes", "errcode"), [(0, 41051), (2, 41096)])
def test_of_two_apps_the_first_to_call_wins(sim, receiver, way, takes, errcode):
    policy(sim, welcome_takes=takes)
    event = scanned(sim, receiver, way)
    sim.log_in(sim.world.corp.app(1000003).secret)
    assert welcome(sim, event) == 0
    sim.log_in()
    assert welcome(sim, event) == errcode
    (told,) = sim.see("truth")["welcomes"]
    assert [one["agentid"] for one in told["tries"]] == [1000003, 1000002]
