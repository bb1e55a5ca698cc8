"""Operations enter stores; a visitor chooses his city and his store, and its own member receives him."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import Desk
from tests.browser.living import Living
from tests.browser.visits import quiet_visit

PHONE = {"width": 360, "height": 740}


def enter_store(desk: Desk, name: str, city: str, code: str) -> None:
    """One store, received for by a live code."""
    desk.fill(name=name, city=city, region="华东", address="滨江大道 1 号")
    desk.page.locator("#target").select_option(label=f"{desk('活码')} · {code}")
    desk.press("保存")


def stores_page(desk: Desk, name: str) -> str:
    """The path of a landing page on which a visitor chooses a store."""
    desk.go("/landing/new")
    desk.fill(name=name, title="选择您身边的门店")
    for asked in ("称呼", "手机号"):
        desk.page.get_by_label(desk(asked), exact=True).uncheck()
    desk.page.locator("#target").select_option("stores")
    desk.press("创建落地页")
    desk.sees("落地页已保存")
    address = desk.page.locator("[data-copy]").first.get_attribute("data-copy")
    return urlsplit(str(address)).path


def receives(desk: Desk, name: str) -> Locator:
    return desk.row(name).locator(".tone-badge")


def test_each_visitor_is_led_to_the_store_of_his_choice(
    desk: Desk, browser: Browser, living: Living
):
    near, far = desk.own("滨江店"), desk.own("西湖店")
    desk.go("/stores")
    enter_store(desk, "很" * 31, "上海", "徐汇门店")
    desk.sees("还没有保存，请修改标红的地方。")
    desk.has(name="很" * 31, city="上海", address="滨江大道 1 号")
    enter_store(desk, near, "上海", "徐汇门店")
    desk.sees("门店已保存")
    enter_store(desk, far, "杭州", "官网首页")
    desk.sees("门店已保存")
    expect(receives(desk, near)).to_have_text(desk("接待中"))

    path = stores_page(desk, desk.own("门店导航"))
    with quiet_visit(browser, living.address, viewport=PHONE, is_mobile=True) as phone:
        phone.goto(path)
        phone.locator("#city").select_option("杭州")
        phone.locator(".city button").click()
        expect(phone.locator(".stores").get_by_text(near, exact=True)).to_have_count(0)
        phone.locator(".stores").get_by_text(far, exact=True).click()
        expect(phone.get_by_role("heading", name=far)).to_be_visible()
        picture = phone.get_by_role("img")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

        desk.go("/stores")
        desk.page.get_by_role("link", name=desk("编辑%(name)s", name=far), exact=True).click()
        desk.page.get_by_label(desk("对访客开放")).uncheck()
        desk.press("保存")
        expect(receives(desk, far)).to_have_text(desk("已关闭"))
        phone.goto(path)
        expect(phone.locator(".stores").get_by_text(near, exact=True)).to_be_visible()
        expect(phone.locator(".stores").get_by_text(far, exact=True)).to_have_count(0)
