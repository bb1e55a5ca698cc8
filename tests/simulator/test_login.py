"""Who opens a page: the authorize page's code, the ticket for more, and openids."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bots.simulator.cast import AGENTID, RIVAL_AGENTID


def authorize(sim, path="connect/oauth2/authorize", cookies=None, **query):
    usual = {
        "appid": sim.world.corp.corpid,
        "redirect_uri": "https://scrm.example.com/in?next=%2Fme",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
    }
    return sim.http.get(
        f"{sim.base}/{path}", params={**usual, **query}, cookies=cookies, allow_redirects=False
    )


def code(sim, who="lina", **query):
    there = authorize(sim, **{"as": who}, **query).headers["Location"]
    return parse_qs(urlsplit(there).query)["code"][0]


def test_the_visitor_is_sent_back_with_a_code_and_the_state(sim):
    answer = authorize(sim, **{"as": "lina"})
    there = urlsplit(answer.headers["Location"])
    assert (answer.status_code, there.netloc, there.path) == (302, "scrm.example.com", "/in")
    query = parse_qs(there.query)
    assert (query["next"], query["state"], len(query["code"][0])) == (["/me"], ["s1"], 43)


def test_a_cookie_names_the_visitor_too_and_the_web_login_works_alike(sim):
    there = authorize(sim, "wwlogin/sso/login", cookies={"as": "chenxi"}).headers["Location"]
    name = parse_qs(urlsplit(there).query)["code"][0]
    assert sim.ask("auth/getuserinfo", code=name)["userid"] == "chenxi"


@pytest.mark.parametrize(
    "wrong",
    [
        {"appid": "ww0000000000000000"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": ""},
        {"scope": "everything"},
        {"response_type": "token"},
        {"as": "nobody"},
        {"agentid": "7"},
    ],
)
def test_pages_that_ask_wrongly_get_no_code(sim, wrong):
    answer = authorize(sim, **{"as": "lina", **wrong})
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_a_code_is_good_once(sim):
    name = code(sim)
    assert sim.ask("auth/getuserinfo", code=name) == {
        "errcode": 0,
        "errmsg": "ok",
        "userid": "lina",
    }
    assert sim.ask("auth/getuserinfo", code=name)["errcode"] == 40029
    assert sim.ask("auth/getuserinfo")["errcode"] == 41008


def test_a_code_is_good_for_five_minutes(sim):
    names = [code(sim), code(sim)]
    sim.pass_time(300)
    assert sim.ask("auth/getuserinfo", code=names[0])["errcode"] == 0
    sim.pass_time(1)
    assert sim.ask("auth/getuserinfo", code=names[1])["errcode"] == 42003


def test_a_code_is_for_the_app_that_asked(sim):
    name = code(sim, agentid=AGENTID)
    sim.log_in_as(RIVAL_AGENTID)
    assert sim.ask("auth/getuserinfo", code=name)["errcode"] == 50001
    sim.log_in()
    assert sim.ask("auth/getuserinfo", code=name)["errcode"] == 0


def test_the_elder_call_spells_its_fields_in_capitals(sim):
    told = sim.ask("user/getuserinfo", code=code(sim))
    assert (told["UserId"], "DeviceId" in told, "userid" in told) == ("lina", True, False)


def test_private_details_open_with_the_visitors_consent_only(sim):
    told = sim.ask("auth/getuserinfo", code=code(sim, scope="snsapi_privateinfo"))
    details = sim.say("auth/getuserdetail", user_ticket=told["user_ticket"])
    assert (details["userid"], details["gender"], details["mobile"][:3]) == ("lina", "2", "138")
    assert {"avatar", "qr_code", "email", "biz_mail", "address"} <= set(details)
    for name, kind in (("avatar", "image/svg+xml"), ("qr_code", "image/png")):
        assert sim.http.get(details[name]).headers["Content-Type"].startswith(kind)
    assert sim.say("user/getuserid", mobile=details["mobile"])["userid"] == "lina"
    by_mail = sim.say("user/get_userid_by_email", email=details["email"], email_type=2)
    assert by_mail["userid"] == "lina"
    assert sim.say("user/getuserid", mobile="1")["errcode"] == 46004
    sim.pass_time(1801)
    again = sim.say("auth/getuserdetail", user_ticket=told["user_ticket"])
    assert again["errcode"] == 84014
    assert sim.say("auth/getuserdetail", user_ticket="nonsense")["errcode"] == 84015


def test_a_customer_is_known_by_openid_and_where_visible_by_external_userid(sim):
    external_userid = sim.scan(sim.code(), "an", userid="lina")["external_userid"]
    told = sim.ask("auth/getuserinfo", code=code(sim, "an"))
    assert told["external_userid"] == external_userid
    sim.order("apps", agentid=AGENTID, visible={"users": ["zhaolei"]})
    blind = sim.ask("auth/getuserinfo", code=code(sim, "an"))
    assert (blind["openid"], "external_userid" in blind) == (told["openid"], False)
    assert sim.ask("auth/getuserinfo", code=code(sim))["errcode"] == 60011


def test_openids_and_userids_convert_both_ways(sim):
    openid = sim.say("user/convert_to_openid", userid="lina")["openid"]
    assert sim.say("user/convert_to_userid", openid=openid)["userid"] == "lina"
    assert sim.say("user/convert_to_userid", openid="o")["errcode"] == 40073
    assert sim.say("user/convert_to_openid", userid="nobody")["errcode"] == 60111


def test_an_app_describes_itself_and_no_other(sim):
    sim.order("apps", agentid=AGENTID, visible={"users": ["lina"], "parties": [3]})
    told = sim.ask("agent/get", agentid=AGENTID)
    assert (told["name"], told["allow_partys"]) == ("联客", {"partyid": [3]})
    assert told["allow_userinfos"] == {"user": [{"userid": "lina"}]}
    assert sim.ask("agent/get", agentid=RIVAL_AGENTID)["errcode"] == 301002
    assert sim.ask("agent/get")["errcode"] == 41011
    (row,) = sim.ask("agent/list")["agentlist"]
    assert row == {name: told[name] for name in ("agentid", "name", "square_logo_url")}
    assert sim.http.get(row["square_logo_url"]).status_code == 200


def test_the_api_lives_on_loopback(sim):
    assert sim.ask("get_api_domain_ip")["ip_list"] == ["127.0.0.1"]
