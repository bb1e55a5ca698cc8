"""Who may call: tokens, secrets, and how refusals are worded."""

import re

import pytest

from tests.simulator.rig import MONDAY


def gettoken(sim, **wrong):
    corp = sim.world.corp
    args = {"corpid": corp.corpid, "corpsecret": corp.secret, **wrong}
    return sim.http.get(f"{sim.base}/cgi-bin/gettoken", params=args).json()


def test_a_repeated_gettoken_answers_the_same_token_with_what_is_left(sim):
    first = gettoken(sim)
    sim.pass_time(100)
    second = gettoken(sim)
    assert second["access_token"] == first["access_token"]
    assert (first["expires_in"], second["expires_in"]) == (7200, 7100)


def test_a_new_token_leaves_the_old_one_good(sim):
    old = sim.log_in()
    sim.pass_time(7000)
    assert gettoken(sim)["access_token"] != old
    assert sim.ask("user/get", userid="lina")["errcode"] == 0


def test_wrong_corpid_and_wrong_secret(sim):
    assert gettoken(sim, corpid="ww0000000000000000")["errcode"] == 40013
    assert gettoken(sim, corpsecret="nonsense")["errcode"] == 40001


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("nonsense", 40014)])
def test_missing_and_unknown_tokens(sim, token, errcode):
    answer = sim.http.get(
        f"{sim.base}/cgi-bin/user/get", params={"userid": "lina", "access_token": token}
    ).json()
    assert answer["errcode"] == errcode


def test_a_token_lives_for_two_hours_of_virtual_time(sim):
    sim.log_in()
    sim.pass_time(7199)
    assert sim.ask("user/get", userid="lina")["errcode"] == 0
    sim.pass_time(1)
    assert sim.ask("user/get", userid="lina")["errcode"] == 42001


def test_revoked_tokens_are_unknown_before_their_time(sim):
    sim.log_in()
    sim.order("faults", revoke_tokens=True)
    assert sim.ask("user/get", userid="lina")["errcode"] == 40014
    sim.log_in()
    assert sim.ask("user/get", userid="lina")["errcode"] == 0


def test_the_archives_secret_opens_msgaudit_and_nothing_else(sim):
    assert sim.say("msgaudit/get_permit_user_list")["errcode"] == 48002
    sim.log_in(sim.world.corp.archive_secret)
    assert len(sim.say("msgaudit/get_permit_user_list")["ids"]) == 6
    assert sim.ask("user/get", userid="lina")["errcode"] == 48002


def test_an_error_ends_in_a_hint_and_names_the_errcode(sim):
    errmsg = sim.ask("user/get", userid="nobody")["errmsg"]
    assert re.search(
        rf"hint: \[{int(MONDAY)}_1_[0-9a-f]+\], from ip: 127.0.0.1, more info at .*e=60111$", errmsg
    )


def test_errors_about_tokens_come_with_an_empty_list(sim):
    sim.token = "nonsense"
    answer = sim.ask("externalcontact/get_follow_user_list")
    assert (answer["errcode"], answer["follow_user"]) == (40014, [])


def test_a_path_that_is_not_simulated_says_so_and_never_succeeds(sim):
    answer = sim.say("externalcontact/never_heard_of", limit=10)
    assert answer["errcode"] == -990001
    assert "the simulator does not simulate externalcontact/never_heard_of" in answer["errmsg"]


@pytest.mark.parametrize("body", ["[1, 2]", '"text"', "{cut off", "\udcff"])
def test_a_body_that_is_no_json_object(sim, body):
    url = f"{sim.base}/cgi-bin/externalcontact/remark"
    answer = sim.http.post(
        url, params={"access_token": sim.log_in()}, data=body.encode("utf-8", "surrogateescape")
    )
    assert (answer.status_code, answer.json()["errcode"]) == (200, 40058)


def test_a_path_that_wants_post_refuses_get(sim):
    assert sim.ask("externalcontact/mark_tag")["errcode"] == 40063


def test_tickets_differ_by_kind_and_change_every_two_hours(sim):
    corp, app = sim.ask("get_jsapi_ticket"), sim.ask("ticket/get", type="agent_config")
    assert corp["ticket"] != app["ticket"]
    assert 0 < corp["expires_in"] <= 7200
    sim.pass_time(7200)
    sim.log_in()
    assert sim.ask("get_jsapi_ticket")["ticket"] != corp["ticket"]


def test_callbacks_come_from_loopback(sim):
    assert sim.ask("getcallbackip")["ip_list"] == ["127.0.0.1"]
