"""Members come in inside WeCom by its word alone: once, in the browser that asked, to where they were."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from app import clock
from app.contacts.models import Staff
from app.corps.models import Corp, CorpApp
from app.db import transaction
from tests.conftest import MOMENT
from tests.inside import INSIDE, SITE, Inside, living_inside


@pytest.fixture
def inside(empty_house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    with clock.held_at(MOMENT), living_inside(monkeypatch) as living:
        yield living


def begin(inside: Inside, browser, page: str = "/sidebar/customer"):
    sent = inside.look(browser, page)
    assert sent.status_code == 302
    return inside.look(browser, sent.headers["Location"])


def test_whoever_opens_a_page_in_wecom_comes_in_without_a_word(inside: Inside):
    browser = inside.browser()
    assert inside.come_in(browser, "lina") == "/sidebar/customer"
    assert inside.look(browser, "/sidebar/customer").status_code == 200
    with browser.session_transaction(base_url=SITE) as session:
        assert (session["userid"], session["name"], session["role"]) == ("lina", "李娜", "staff")
        assert session["corp_id"] == inside.corp_id


def test_the_address_of_wecoms_page_is_as_published(inside: Inside):
    address = begin(inside, inside.browser()).headers["Location"]
    assert address.endswith("#wechat_redirect")
    asked = parse_qs(urlsplit(address).query)
    assert asked["appid"] == [inside.corp_id]
    assert asked["redirect_uri"] == [f"{SITE}/login/wecom/back"]
    assert (asked["response_type"], asked["scope"]) == (["code"], ["snsapi_base"])
    assert asked["agentid"] == ["1000002"]
    (state,) = asked["state"]
    assert state.isalnum()
    assert len(state) <= 128


def test_elsewhere_the_login_page_says_how_to_come_in(inside: Inside):
    answer = inside.browser().get("/sidebar/customer", base_url=SITE)
    assert answer.status_code == 401
    assert "flask login-link" in answer.text


def test_parts_of_pages_and_forms_are_not_sent_round(inside: Inside):
    headers = {**INSIDE, "HX-Request": "true"}
    part = inside.browser().get("/sidebar", base_url=SITE, headers=headers)
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/login")
    assert inside.look(inside.browser(), "/login").status_code == 401


def test_a_state_is_good_once_even_with_an_old_cookie(inside: Inside):
    browser = inside.browser()
    begun = begin(inside, browser)
    old = browser.get_cookie("session", domain="scrm.example")
    back = inside.authorized(begun, "lina")
    assert inside.look(browser, back).status_code == 302
    thief = inside.browser()
    assert old is not None
    thief.set_cookie("session", old.value, domain="scrm.example")
    code = parse_qs(urlsplit(inside.authorized(begun, "lina")).query)["code"][0]
    state = parse_qs(urlsplit(back).query)["state"][0]
    again = inside.look(thief, f"/login/wecom/back?code={code}&state={state}")
    assert again.status_code == 401
    assert "已经用过或已过期" in again.text


def test_a_state_of_another_browser_lets_nobody_in(inside: Inside):
    back = inside.authorized(begin(inside, inside.browser()), "lina")
    stranger = inside.browser()
    assert inside.look(stranger, back).status_code == 401
    assert inside.look(stranger, back.split("&state=", maxsplit=1)[0]).status_code == 401


def test_a_login_that_takes_more_than_five_minutes_is_over(inside: Inside):
    browser = inside.browser()
    back = inside.authorized(begin(inside, browser), "lina")
    with clock.held_at(MOMENT.replace(minute=36)):
        assert inside.look(browser, back).status_code == 401


def test_a_code_that_was_used_is_refused_with_wecoms_words(inside: Inside):
    browser = inside.browser()
    back = inside.authorized(begin(inside, browser), "lina")
    code = parse_qs(urlsplit(back).query)["code"][0]
    inside.sim.log_in()
    inside.sim.ask("auth/getuserinfo", code=code)
    answer = inside.look(browser, back)
    assert answer.status_code == 401
    assert "40029" in answer.text


def test_only_present_members_come_in(inside: Inside):
    an = inside.sim.scan(inside.sim.code(), "an", userid="lina")["external_userid"]
    with transaction() as session:
        session.add(Staff(corp_id=inside.corp_id, userid="zhaolei", name="赵磊", is_active=False))
    for who in (an, "zhaolei"):
        browser = inside.browser()
        answer = inside.look(browser, inside.authorized(begin(inside, browser), who))
        assert answer.status_code == 401
        assert "在职成员" in answer.text
    newcomer = inside.browser()  # not yet in our copy of the directory
    assert inside.come_in(newcomer, "sunyue") == "/sidebar/customer"


@pytest.mark.parametrize("page", ["//evil.example/x", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(inside: Inside, page: str):
    browser = inside.browser()
    begun = browser.get("/login/wecom", query_string={"next": page}, base_url=SITE)
    answer = inside.look(browser, inside.authorized(begun, "lina"))
    assert answer.headers["Location"] == "/"


def test_several_pages_of_one_browser_may_be_on_their_way(inside: Inside):
    browser = inside.browser()
    pages = ("/sidebar/customer", "/sidebar")
    begun = [begin(inside, browser, page) for page in pages]
    backs = [inside.authorized(one, "lina") for one in begun]
    first = inside.look(browser, backs[0])
    assert first.headers["Location"] == "/sidebar/customer"
    # who is in needs no second login: the other page is as open as the first
    assert inside.look(browser, backs[1]).headers["Location"] == "/"


def test_where_there_are_several_corps_the_address_says_which(inside: Inside):
    with transaction() as session:
        session.add(Corp(corp_id="wwother", name="另一家"))
        session.add(
            CorpApp(
                corp_id="wwother", agentid=7, name="a", secret="s", token="t", encoding_aes_key="k"
            )
        )
    unsure = inside.look(inside.browser(), "/login/wecom?next=/sidebar")
    assert unsure.status_code == 401
    assert "?corp=" in unsure.text
    assert inside.look(inside.browser(), "/login/wecom?corp=wwnobody").status_code == 401
    sent = inside.look(inside.browser(), f"/login/wecom?corp={inside.corp_id}")
    assert f"appid={inside.corp_id}" in sent.headers["Location"]
    # the guard carries it over from the page that was asked for
    page = inside.look(inside.browser(), f"/sidebar/customer?corp={inside.corp_id}")
    assert inside.look(inside.browser(), page.headers["Location"]).status_code == 302
