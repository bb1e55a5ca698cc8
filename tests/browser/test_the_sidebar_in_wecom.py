"""The sidebar where members meet it: beside a chat in WeCom, through the official JS-SDK unmodified."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.living import Living
from tests.browser.seats import Client, Phone, simulator_of, wait_for_task
from tests.browser.split import Split
from tests.browser.test_every_page import AXE, DESK, GRAVE, PHONE
from tests.browser.visits import Theme, heard_visit

WORDS = "说一句有针对性的开场白"


@pytest.fixture
def split(page: Page) -> Iterator[Split]:
    split = Split(page)
    yield split
    split.page.goto("/demo")
    split.pace("60×")


def test_what_a_member_sends_from_the_sidebar_stands_on_the_customers_phone(split: Split):
    """Nothing leaves before he has said yes to the client's question."""
    split.scan("徐汇门店", "林一帆")
    expect(split.screen.get_by_text("欢迎来到徐汇门店")).to_be_visible()
    who, simulator = split.external_userid(), simulator_of(split)
    wait_for_task(split, "林一帆")

    client = Client(split.page.context.new_page(), simulator, "sunyue", who)
    expect(client.page.locator(".middle").get_by_role("heading", name="林一帆")).to_be_visible()
    expect(client.sidebar.get_by_role("heading", name="林一帆")).to_be_visible()
    expect(client.sidebar.get_by_text("商机评分")).to_be_visible()

    send = client.sidebar.get_by_role("button", name="发送给客户")
    send.click()
    client.question.get_by_role("button", name="取消").click()
    expect(send).to_be_enabled()
    expect(client.page.locator(".middle .bubble").filter(has_text=WORDS)).to_have_count(0)

    send.click()
    expect(client.question).to_contain_text(WORDS)
    client.question.get_by_role("button", name="发送").click()
    expect(client.sidebar.get_by_text("已完成。")).to_be_visible()
    expect(client.page.locator(".middle .is-mine").filter(has_text=WORDS)).to_be_visible()

    phone = Phone(client.page, simulator, who)
    talk = phone.talk_with("孙悦")
    expect(talk.locator(".bubble-row").filter(has_text=WORDS)).to_be_visible()


def test_the_member_is_known_and_the_administrator_beside_stays_logged_in(split: Split):
    split.scan("徐汇门店", "冯晚晴")
    who, simulator = split.external_userid(), simulator_of(split)
    client = Client(split.page.context.new_page(), simulator, "sunyue", who)
    expect(client.sidebar.get_by_role("heading", name="冯晚晴")).to_be_visible()
    split.page.goto("/customers")
    expect(split.page.locator(".shell-person").filter(has_text="演示管理员")).not_to_have_count(0)


def test_old_clients_and_groups_are_met_too(split: Split):
    split.scan("徐汇门店", "彭雪见")
    who, simulator = split.external_userid(), simulator_of(split)
    page = split.page.context.new_page()
    old = Client(page, simulator, "sunyue", who, version="2.8.10")  # config first, no getContext
    expect(old.sidebar.get_by_role("heading", name="彭雪见")).to_be_visible()

    wish = {"owner": "sunyue", "name": "体验群", "members": [who]}
    group = page.request.post(f"{simulator}/sim/groups/create", data=wish).json()["chat_id"]
    beside = Client(page, simulator, "sunyue", group)
    expect(beside.sidebar.get_by_role("status").filter(has_text="这是客户群")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", DESK), ("dark", PHONE)])
def test_the_seats_are_readable_and_as_narrow_as_a_phone(visit: Visit, theme: Theme, width: int):
    if not AXE.exists():
        pytest.skip("no axe-core: `make assets` brings it with the front-end packages")
    axe = AXE.read_text()
    with visit(color_scheme=theme, viewport={"width": width, "height": 800}) as page:
        split = Split(page)
        split.scan("徐汇门店", "苏青禾")
        who, simulator = split.external_userid(), simulator_of(split)
        for path in ("/phone", f"/phone/{who}", "/wecom", f"/wecom/sunyue#{who}"):
            page.goto("about:blank")  # else only the part behind # would change
            page.goto(simulator + path)
            expect(page.locator("#shell")).to_contain_text("孙悦")
            page.evaluate(axe)
            assert page.evaluate(GRAVE) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_tampered_signature_is_refused_and_said_so(
    browser: Browser, living: Living, admin: StorageState
):
    def tamper(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "signature": "0" * 40})

    with heard_visit(browser, living.address, storage_state=admin) as (page, witness):
        split = Split(page)
        split.scan("徐汇门店", "卫子墨")
        who, simulator = split.external_userid(), simulator_of(split)
        page.context.route("**/sidebar/signature/**", tamper)
        client = Client(page.context.new_page(), simulator, "sunyue", who)
        told = client.sidebar.get_by_role("status").filter(has_text="没有通过页面的签名")
        expect(told).to_contain_text("agentConfig:fail invalid signature")
        page.context.unroute_all(behavior="wait")
        witness.forgive("error: Object")  # the SDK leaves its own promise unheard
        assert witness.complaints == []
