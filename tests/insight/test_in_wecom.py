"""The sidebar inside WeCom: signatures that WeCom accepts, tickets that are kept, pages that know."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import clock
from app.contacts.models import ExternalContact, Follow
from app.corps.jssdk import signed
from app.db import transaction
from tests.conftest import MOMENT
from tests.inside import SITE, Inside, living_inside
from tests.simulator.pages import agent_ticket, corp_ticket, sign

PAGE = f"{SITE}/sidebar/customer"


@pytest.fixture
def inside(empty_house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    with clock.held_at(MOMENT), living_inside(monkeypatch) as living:
        yield living


@pytest.fixture
def lina(inside: Inside) -> FlaskClient:
    browser = inside.browser()
    inside.come_in(browser, "lina")
    return browser


def ask(browser: FlaskClient, of: str, url: str):
    return browser.get(f"/sidebar/signature/{of}", query_string={"url": url}, base_url=SITE)


def test_the_app_signs_with_its_own_ticket_and_the_corp_with_the_corps(inside: Inside, lina):
    told = ask(lina, "agent", PAGE).get_json()
    again = sign(agent_ticket(inside.sim), PAGE, told["timestamp"], told["nonceStr"])
    assert told == again
    told = ask(lina, "corp", PAGE).get_json()
    assert told == sign(corp_ticket(inside.sim), PAGE, told["timestamp"], told["nonceStr"])


def test_the_simulated_wecom_accepts_what_we_sign(inside: Inside, lina):
    sim = inside.sim
    sim.scan(sim.code(), "an", userid="lina")
    sim.order("apps", agentid=1000002, sidebar_url=PAGE)
    view = sim.order("shell/open", userid="lina", customer="an")["view"]
    params = {"corpid": inside.corp_id, "agentid": "1000002", "jsApiList": ["getContext"]}
    params |= ask(lina, "agent", PAGE).get_json()
    told = sim.order("shell/invoke", view=view, name="agentConfig", params=params, url=PAGE)
    assert told["result"] == {"err_msg": "agentConfig:ok"}


def test_tickets_are_asked_for_once_and_kept(inside: Inside, lina):
    def calls() -> tuple[int, int]:
        counted = inside.sim.see("truth")["api_calls"]
        return tuple(sum(counted.get(one, {}).values()) for one in paths)

    paths = ("ticket/get", "get_jsapi_ticket")
    for _ in range(3):
        ask(lina, "agent", PAGE)
    assert calls() == (1, 0)
    ask(lina, "corp", PAGE)
    assert calls() == (1, 1)
    with clock.held_at(MOMENT.replace(hour=3)):  # the tickets of these two hours are old
        ask(lina, "agent", PAGE)
    assert calls() == (2, 1)


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"{PAGE}#tab",
        "https://evil.example/sidebar/customer",
        "https://scrm.example.evil/",
        "http://scrm.example/sidebar/customer",
        "https://scrm.example:8443/",
        "//scrm.example/",
    ],
)
def test_only_pages_of_ours_are_signed(lina, url: str):
    answer = ask(lina, "agent", url)
    assert answer.status_code == 422
    assert "nonceStr" not in answer.text


def test_strangers_and_other_identities_get_no_signature(inside: Inside, lina):
    assert ask(inside.browser(), "agent", PAGE).status_code == 401
    assert ask(lina, "everybody", PAGE).status_code == 404


def test_a_refusal_of_wecoms_is_told_with_its_number(inside: Inside, lina):
    inside.sim.order("faults", api={"ticket/get": {"errcode": 40058, "times": 1}})
    answer = ask(lina, "agent", PAGE)
    assert answer.status_code == 503
    assert answer.get_json()["why"].startswith("40058 ")


def test_what_stands_behind_the_hash_is_not_signed():
    assert signed("t", "n", "1", PAGE) == signed("t", "n", "1", f"{PAGE}#a")
    assert signed("t", "n", "1", PAGE) != signed("t", "n", "1", f"{PAGE}?a")


def test_the_sdk_is_loaded_inside_wecom_and_nowhere_else(inside: Inside, lina):
    page = inside.look(lina, "/sidebar/customer").text
    assert "vendor/wecom.js" in page
    assert f'data-corp="{inside.corp_id}" data-agent="1000002"' in page
    outside = lina.get("/sidebar/customer", base_url=SITE).text
    assert "vendor/wecom.js" not in outside
    assert "data-corp" not in outside
    assert "请在企业微信中打开" in outside


def test_outside_a_customer_can_be_chosen_by_hand(inside: Inside, lina):
    assert "您还没有客户" in lina.get("/sidebar/customer", base_url=SITE).text
    with transaction() as session:
        session.add(ExternalContact(corp_id=inside.corp_id, external_userid="wm1", name="张小雨"))
        session.add(
            Follow(corp_id=inside.corp_id, userid="lina", external_userid="wm1", followed_at=MOMENT)
        )
    page = lina.get("/sidebar/customer", base_url=SITE).text
    assert 'href="/sidebar/wm1">张小雨' in page
    assert lina.get("/sidebar/wm1", base_url=SITE).status_code == 200
    assert 'data-customer="wm1"' in inside.look(lina, "/sidebar/wm1").text
