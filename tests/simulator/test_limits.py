"""Limits: how often, how many at once, and what happens to those above."""

import threading
import time

import pytest

from bots.simulator.cast import AGENTID, RIVAL_AGENTID
from bots.simulator.frequency import DAY, HOUR, MINUTE, Frequency, Limit

USER = "user/get"
MARK = "externalcontact/mark_tag"
LIST = "externalcontact/list"


def get_user(sim):
    return sim.ask(USER, userid="lina")["errcode"]


def test_a_limit_holds_until_its_window_ends_on_the_virtual_clock(sim):
    sim.order("limits", **{USER: {"per_minute": 3}})
    assert [get_user(sim) for _ in range(5)] == [0, 0, 0, 45009, 45009]
    sim.pass_time(59)
    assert get_user(sim) == 45009
    sim.pass_time(1)
    assert get_user(sim) == 0
    assert sim.see("truth")["api_calls"][USER] == {"0": 4, "45009": 3}


def test_each_window_has_its_own_end(sim):
    sim.order("limits", **{USER: {"per_second": 2, "per_minute": 3}})
    assert [get_user(sim) for _ in range(3)] == [0, 0, 45009]
    sim.pass_time(1)
    assert [get_user(sim) for _ in range(2)] == [0, 45009], "the minute's three are used up"


def test_apis_are_counted_apart_and_apps_of_one_corp_together(sim):
    sim.order("limits", **{USER: {"per_minute": 1}})
    assert get_user(sim) == 0
    assert sim.ask("user/list", department_id=1)["errcode"] == 0
    sim.log_in_as(RIVAL_AGENTID)
    assert get_user(sim) == 45009


def test_a_star_stands_for_every_path_and_null_gives_wecoms_limits_back(sim):
    sim.order("limits", **{"*": {"per_minute": 1}})
    assert [get_user(sim) for _ in range(2)] == [0, 45009]
    assert sim.ask("department/list")["errcode"] == 0
    told = sim.order("limits", **{"*": None})
    assert (told["limits"], get_user(sim)) == ({}, 0)


def test_the_usual_limits_are_those_of_wecoms_page():
    usual = {(one.most, one.span, one.of) for one in Frequency().of("externalcontact/get")}
    assert usual == {
        (10_000, MINUTE, "corp"),
        (150_000, HOUR, "corp"),
        (20_000, MINUTE, "ip"),
        (600_000, HOUR, "ip"),
    }
    assert Limit(1_000, DAY) in Frequency().of("media/uploadimg")


def test_ten_thousand_in_a_minute_pass_and_no_more():
    frequency = Frequency()
    assert all(frequency.allows(USER, {}, now=5.0) for _ in range(10_000))
    assert not frequency.allows(USER, {}, now=64.9)
    assert frequency.allows(USER, {}, now=65.0)


def test_an_apps_own_tickets_are_counted_by_app(sim):
    answers = [sim.ask("get_jsapi_ticket")["errcode"] for _ in range(101)]
    assert (answers[99], answers[100]) == (0, 45009)
    sim.log_in_as(RIVAL_AGENTID)
    assert sim.ask("get_jsapi_ticket")["errcode"] == 0
    sim.pass_time(HOUR)
    sim.log_in()
    assert sim.ask("get_jsapi_ticket")["errcode"] == 0


def test_the_archive_is_pulled_six_hundred_times_a_minute(sim):
    corp = sim.world.corp
    account = {"corpid": corp.corpid, "secret": corp.archive_secret}
    client = sim.server_client()
    codes = [
        client.post("/sim/archive/pull", json=account).get_json()["errcode"] for _ in range(601)
    ]
    assert (set(codes[:600]), codes[600]) == ({0}, 45009)


def test_debug_calls_are_five_a_minute(sim):
    answers = [sim.ask(USER, userid="lina", debug=1)["errcode"] for _ in range(6)]
    assert answers == [0, 0, 0, 0, 0, 45009]
    assert get_user(sim) == 0


def test_too_many_wrong_secrets_keep_the_address_out_for_an_hour(sim):
    name = "gettoken with a wrong secret"
    sim.order("limits", **{name: {"per_hour": 2}})
    corp = sim.world.corp

    def log_in(secret):
        args = {"corpid": corp.corpid, "corpsecret": secret}
        return sim.http.get(f"{sim.base}/cgi-bin/gettoken", params=args).json()["errcode"]

    assert [log_in("nonsense") for _ in range(3)] == [40001, 40001, 45009]
    assert log_in(corp.secret) == 45009
    sim.pass_time(HOUR)
    assert log_in(corp.secret) == 0


def test_another_address_is_not_kept_out(sim):
    sim.order("limits", **{"gettoken with a wrong secret": {"per_hour": 1}})
    client, corp = sim.server_client(), sim.world.corp

    def log_in(secret, address):
        args = {"corpid": corp.corpid, "corpsecret": secret}
        place = {"REMOTE_ADDR": address}
        answer = client.get("/cgi-bin/gettoken", query_string=args, environ_base=place)
        return answer.get_json()["errcode"]

    assert log_in("nonsense", "203.0.113.1") == 40001
    assert log_in(corp.secret, "203.0.113.1") == 45009
    assert log_in(corp.secret, "203.0.113.2") == 0


def test_a_member_gets_thirty_messages_a_minute_and_the_rest_vanish(sim):
    words = {"touser": "lina", "msgtype": "text", "agentid": AGENTID}
    told = [sim.say("message/send", **words, text={"content": str(n)}) for n in range(32)]
    assert {one["errcode"] for one in told} == {0}
    assert len(sim.see("staff/lina/messages")["messages"]) == 30
    dropped = sim.see("truth")["dropped_messages"]
    assert [said["text"] for said in dropped] == ["30", "31"]
    sim.pass_time(MINUTE)
    sim.say("message/send", **words, text={"content": "again"})
    assert len(sim.see("staff/lina/messages")["messages"]) == 31


def test_a_days_messages_are_counted_by_person(sim):
    sim.order("limits", **{"message/send person-times": {"per_day": 13}})
    words = {"touser": "@all", "msgtype": "text", "agentid": AGENTID, "text": {"content": "?"}}
    assert [sim.say("message/send", **words)["errcode"] for _ in range(3)] == [0, 0, 45009]


def meanwhile(sim, path, **body):
    """Make a call that stays inside for a while, and come back as soon as it is there."""
    sim.token = sim.token or sim.log_in()
    url = f"{sim.base}/cgi-bin/{path}?access_token={sim.token}"
    answers = []
    call = threading.Thread(target=lambda: answers.append(sim.http.post(url, json=body).json()))
    call.start()
    until = time.monotonic() + 5
    while not sim.world.visits.is_inside(path) and time.monotonic() < until:
        time.sleep(0.002)
    return call, answers


def test_two_calls_about_one_pairs_tags_disturb_each_other(sim):
    external_userid = sim.scan(sim.code(), "an", userid="lina")["external_userid"]
    group = sim.say("externalcontact/add_corp_tag", group_name="意向", tag=[{"name": "高"}])
    tag_id = group["tag_group"]["tag"][0]["id"]
    pair = {"userid": "lina", "external_userid": external_userid, "add_tag": [tag_id]}
    sim.order("latency", **{MARK: 0.3})
    call, answers = meanwhile(sim, MARK, **pair)
    sim.order("latency", **{MARK: 0})
    client = sim.server_client()
    url = f"/cgi-bin/{MARK}?access_token={sim.token}"
    assert client.post(url, json=pair).get_json()["errcode"] == 45035
    other = client.post(url, json={**pair, "userid": "chenxi"}).get_json()
    assert other["errcode"] == 84061, "another pair is let in"
    call.join()
    assert answers[0]["errcode"] == 0
    assert client.post(url, json=pair).get_json()["errcode"] == 0


def test_lists_run_so_many_at_once(sim):
    sim.order("limits", **{LIST: {"at_once": 1}})
    sim.order("latency", **{LIST: 0.3})
    call, _ = meanwhile(sim, LIST)
    sim.order("latency", **{LIST: 0})
    url = f"/cgi-bin/{LIST}?userid=lina&access_token={sim.token}"
    client = sim.server_client()
    assert client.get(url).get_json()["errcode"] == 45033
    call.join()
    assert client.get(url).get_json()["errcode"] == 84061


@pytest.mark.parametrize(
    ("order", "wish"),
    [
        ("limits", {"user/nothing": {"per_minute": 1}}),
        ("limits", {USER: {"per_month": 1}}),
        ("limits", {USER: {"per_minute": -1}}),
        ("limits", {USER: {"per_minute": True}}),
        ("limits", {USER: {}}),
        ("limits", {USER: 7}),
        ("latency", {USER: -1}),
        ("latency", {USER: "long"}),
        ("latency", {USER: 1e9}),
        ("latency", {"user/nothing": 1}),
    ],
)
def test_limits_that_make_no_sense_change_nothing(sim, order, wish):
    told = sim.order(order, **wish)
    assert (told["ok"], bool(told["why"])) == (False, True)
    seen = sim.see("limits")
    assert (seen["limits"], seen["latency"], seen["at_once"]) == ({}, {}, {})
