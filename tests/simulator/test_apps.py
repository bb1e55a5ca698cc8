"""Apps: each with its own secret, rights, visible range, trusted IPs and callback."""

import pytest

from bots.simulator.cast import (
    AGENTID,
    ARCHIVE_AGENTID,
    CONTACTS_AGENTID,
    KF_AGENTID,
    RIVAL_AGENTID,
)
from tests.simulator.conftest import receiver_for

LIST = "externalcontact/get_follow_user_list"


@pytest.fixture
def an(sim):
    return sim.scan(sim.code(), "an", userid="lina")["external_userid"]


def test_five_apps_with_five_secrets_of_which_the_demos_comes_first(sim):
    apps = sim.world.corp.as_json()["apps"]
    kinds = (AGENTID, RIVAL_AGENTID, CONTACTS_AGENTID, ARCHIVE_AGENTID, KF_AGENTID)
    assert tuple(app["agentid"] for app in apps) == kinds
    assert len({app["secret"] for app in apps}) == len({app["token"] for app in apps}) == 5
    assert all(len(app["encoding_aes_key"]) == 43 for app in apps)
    assert sorted(apps[0]) == ["agentid", "encoding_aes_key", "name", "secret", "token"]
    assert sim.see("apps")["apps"][3]["rights"] == ["archive"]


@pytest.mark.parametrize(
    ("agentid", "path", "errcode"),
    [
        (AGENTID, LIST, 0),
        (RIVAL_AGENTID, LIST, 0),
        (KF_AGENTID, LIST, 48002),
        (CONTACTS_AGENTID, LIST, 48002),
        (CONTACTS_AGENTID, "user/get", 48009),
        (KF_AGENTID, "user/get", 48002),
        (ARCHIVE_AGENTID, LIST, 48002),
        (ARCHIVE_AGENTID, "getcallbackip", 0),
    ],
)
def test_an_app_may_call_what_its_rights_name(sim, agentid, path, errcode):
    sim.log_in_as(agentid)
    assert sim.ask(path, userid="lina")["errcode"] == errcode


def test_a_right_may_be_taken_away_and_given_back(sim):
    sim.order("apps", agentid=AGENTID, rights=["contacts"])
    assert sim.ask(LIST)["errcode"] == 48002
    sim.order("apps", agentid=AGENTID, rights=["customer"])
    assert sim.ask(LIST)["errcode"] == 0


def test_calls_from_an_address_that_is_not_trusted_are_told_from_where_they_came(sim):
    sim.order("apps", agentid=AGENTID, trusted_ips=["203.0.113.9"])
    refused = sim.ask(LIST)
    assert refused["errcode"] == 60020
    assert "from ip: 127.0.0.1" in refused["errmsg"]
    sim.order("apps", agentid=AGENTID, trusted_ips=["203.0.113.9", "127.0.0.1"])
    assert sim.ask(LIST)["errcode"] == 0


def test_a_disabled_app_neither_calls_nor_logs_in(sim):
    sim.ask(LIST)
    sim.order("apps", agentid=AGENTID, enabled=False)
    assert sim.ask(LIST)["errcode"] == 50003
    corp = sim.world.corp
    args = {"corpid": corp.corpid, "corpsecret": corp.secret}
    url = f"{sim.base}/cgi-bin/gettoken"
    assert sim.http.get(url, params=args).json()["errcode"] == 40001
    sim.order("apps", agentid=AGENTID, enabled=True)
    assert sim.ask(LIST)["errcode"] == 0


def test_whoever_is_outside_the_range_cannot_be_read_written_or_put_in_a_code(sim, an):
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"], "parties": [3]})
    everybody = ["zhaolei", "chenxi", "sunyue", "zhoumin"]
    assert sim.ask(LIST)["follow_user"] == everybody
    assert sim.ask("user/get", userid="lina")["errcode"] == 60011
    assert sim.ask("user/list", department_id=2)["errcode"] == 60011
    assert [d["id"] for d in sim.ask("department/list")["department"]] == [3]
    assert sim.ask("externalcontact/list", userid="lina")["errcode"] == 60011
    assert sim.ask("externalcontact/get", external_userid=an)["errcode"] == 40096
    pair = {"userid": "lina", "external_userid": an}
    assert sim.say("externalcontact/remark", **pair, remark="x")["errcode"] == 60011
    assert sim.say("externalcontact/mark_tag", **pair, add_tag=["x"])["errcode"] == 60011
    way = {"type": 1, "scene": 2, "user": ["lina"]}
    assert sim.say("externalcontact/add_contact_way", **way)["errcode"] == 60011


def test_departments_outside_the_range_are_in_no_code(sim):
    sim.order("apps", agentid=AGENTID, visible={"parties": [3]})
    way = {"type": 2, "scene": 2}
    assert sim.say("externalcontact/add_contact_way", **way, party=[2])["errcode"] == 60011
    assert sim.say("externalcontact/add_contact_way", **way, party=[3])["errcode"] == 0


def test_a_group_message_reaches_no_further_than_the_app_sees(sim, an):
    bo = sim.scan(sim.code(), "bo", userid="zhaolei")["external_userid"]
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"]})
    words = {"chat_type": "single", "text": {"content": "周五有课"}}
    told = sim.say("externalcontact/add_msg_template", **words, sender="lina")
    assert told["errcode"] == 60011
    told = sim.say("externalcontact/add_msg_template", **words, external_userid=[an, bo])
    (message,) = sim.see("truth")["group_messages"]
    assert (told["errcode"], [task["userid"] for task in message["tasks"]]) == (0, ["zhaolei"])
    told = sim.say("externalcontact/add_msg_template", **words, external_userid=[an])
    assert told["errcode"] == 41048


def test_messages_name_invisible_members_invalid(sim):
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"]})
    words = {"agentid": AGENTID, "msgtype": "text", "text": {"content": "去跟进"}}
    told = sim.say("message/send", touser="lina|zhaolei", toparty="2", **words)
    assert (told["errcode"], told["invaliduser"], told["invalidparty"]) == (0, "lina", "2")
    assert sim.say("message/send", touser="lina", **words)["errcode"] == 81013
    assert sim.say("message/send", touser="@all", **words)["errcode"] == 0
    received = [len(sim.see(f"staff/{u}/messages")["messages"]) for u in ("lina", "zhaolei")]
    assert received == [0, 2]


def test_a_token_speaks_for_its_own_app_only(sim):
    words = {"touser": "lina", "msgtype": "text", "text": {"content": "?"}}
    assert sim.say("message/send", agentid=RIVAL_AGENTID, **words)["errcode"] == 301002
    sim.log_in_as(RIVAL_AGENTID)
    assert sim.say("message/send", agentid=RIVAL_AGENTID, **words)["errcode"] == 0


def test_each_app_has_its_own_ticket_for_agent_config_and_the_corp_has_one(sim):
    def tickets():
        own = sim.ask("ticket/get", type="agent_config")["ticket"]
        return sim.ask("get_jsapi_ticket")["ticket"], own

    ours = tickets()
    sim.log_in_as(RIVAL_AGENTID)
    theirs = tickets()
    assert ours[0] == theirs[0]
    assert ours[1] != theirs[1]


def test_one_apps_tokens_can_be_revoked_alone(sim):
    ours, theirs = sim.log_in(), sim.log_in_as(RIVAL_AGENTID)
    sim.order("faults", revoke_tokens=RIVAL_AGENTID)
    assert sim.ask(LIST, access_token=theirs)["errcode"] == 40014
    assert sim.ask(LIST, access_token=ours)["errcode"] == 0


def test_with_reissue_each_login_answers_a_new_token_and_the_old_stay_good(sim):
    first = sim.log_in()
    sim.order("faults", reissue_tokens=True)
    assert sim.log_in() != first
    assert sim.ask(LIST, access_token=first)["errcode"] == 0


@pytest.mark.parametrize(
    "wish",
    [
        {"agentid": 7},
        {"rights": ["everything"]},
        {"visible": {"users": ["nobody"]}},
        {"visible": {"parties": [9]}},
        {"visible": 7},
        {"enabled": 1},
        {"format": "yaml"},
        {"trusted_ips": "127.0.0.1"},
    ],
)
def test_settings_that_make_no_sense_change_nothing(sim, wish):
    before = sim.see("apps")
    told = sim.order("apps", **{"agentid": AGENTID, "rights": [], **wish})
    assert (told["ok"], bool(told["why"])) == (False, True)
    assert sim.see("apps") == before


def test_a_welcome_code_goes_to_both_apps_and_the_first_caller_wins(sim, receiver):
    rival = receiver_for(sim, RIVAL_AGENTID)
    told = sim.order("callback", url=rival.url(), agentid=RIVAL_AGENTID)
    assert told["ok"]
    sim.scan(sim.code(), "an", userid="lina")
    sim.settle()
    rival.close()
    (ours,), (theirs,) = receiver.events, rival.events
    assert ours == theirs
    welcome = {"welcome_code": ours["WelcomeCode"], "text": {"content": "您好"}}
    sim.log_in_as(RIVAL_AGENTID)
    assert sim.say("externalcontact/send_welcome_msg", **welcome)["errcode"] == 0
    sim.log_in()
    assert sim.say("externalcontact/send_welcome_msg", **welcome)["errcode"] == 41051


def test_an_app_hears_of_its_own_members_only(sim, receiver):
    code = sim.code()
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"]})
    for key, userid in (("an", "lina"), ("bo", "zhaolei")):
        sim.scan(code, key, userid=userid)
    sim.settle()
    assert [event["UserID"] for event in receiver.events] == ["zhaolei"]


def test_the_archives_bell_rings_at_the_archives_url_once_it_has_one(sim, receiver, an):
    archive = receiver_for(sim, ARCHIVE_AGENTID)
    sim.world.corp.app(ARCHIVE_AGENTID).url = archive.url()
    sim.order("people/say", customer="an", text="?")
    sim.settle()
    archive.close()
    assert archive.changes() == ["msgaudit_notify"]
    assert receiver.changes() == ["add_external_contact"]


def test_an_app_may_receive_json(sim, receiver):
    assert sim.order("apps", agentid=AGENTID, format="json")["format"] == "json"
    sim.scan(sim.code(), "an", userid="lina")
    sim.settle()
    (envelope,), (event,) = receiver.envelopes, receiver.events
    assert set(envelope["outer"]) == {"tousername", "encrypt", "agentid"}
    assert envelope["outer"]["agentid"] == AGENTID
    assert (event["ChangeType"], event["UserID"]) == ("add_external_contact", "lina")
    assert isinstance(event["CreateTime"], int)
