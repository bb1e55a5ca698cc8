"""Operations publish a landing page; a phone opens it, leaves a number, and the row is there."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk, words
from tests.browser.living import Living
from tests.browser.visits import heard_visit

PHONE = {"width": 360, "height": 740}
NUMBERS = {"zh_Hans_CN": "13900000001", "en": "13900000002"}


def new_page(desk: Desk, name: str) -> None:
    """The form of a new page, filled in but for where it leads and a source that is too long."""
    desk.go("/landing")
    desk.follow("新建落地页")
    desk.fill(name=name, title="秋季课程体验", text="填写手机号，顾问为您留一个名额。")
    desk.fill(sources="抖音\n" + "很" * 31)
    desk.tick("asks", desk("想了解什么"))
    desk.page.locator("#target").select_option(index=2)


def leave_an_answer(phone: Page, name: str, number: str) -> str:
    """A customer fills in the form, in Chinese as whoever got the address; the six characters."""
    expect(phone.get_by_role("heading", name="秋季课程体验")).to_be_visible()
    phone.locator("#name").fill(name)
    phone.locator("#phone").fill("123")
    phone.locator("#note").fill("周末班")
    phone.get_by_label(words("zh_Hans_CN", "我已阅读并同意以下隐私说明")).check()
    phone.get_by_role("button", name=words("zh_Hans_CN", "提交")).click()
    expect(phone.locator("#phone-wrong")).to_be_visible()
    expect(phone.locator("#note")).to_have_value("周末班")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("#phone").fill(number)
    phone.get_by_label(words("zh_Hans_CN", "我已阅读并同意以下隐私说明")).check()
    phone.get_by_role("button", name=words("zh_Hans_CN", "提交")).click()
    expect(phone.get_by_role("img")).to_be_visible()
    return phone.locator(".code").inner_text()


def close_and_open(desk: Desk, phone: Page, path: str) -> None:
    """A page that is closed is not there for visitors; opened again it shows what was changed."""
    desk.follow("编辑")
    desk.fill(title="冬季课程体验")
    desk.page.get_by_label(desk("对外开放")).uncheck()
    desk.press("保存")
    desk.sees("这个落地页已关闭，访客打不开。编辑并打开「对外开放」即可恢复。")
    closed = phone.goto(path)
    assert closed is not None
    assert closed.status == 404

    desk.follow("编辑")
    desk.page.get_by_label(desk("对外开放")).check()
    desk.press("保存")
    desk.sees("落地页已保存")
    phone.goto(path)
    expect(phone.get_by_role("heading", name="冬季课程体验")).to_be_visible()


def test_a_page_is_published_filled_in_and_closed(desk: Desk, browser: Browser, living: Living):
    name = desk.own("秋季课程")
    new_page(desk, name)
    desk.press("创建落地页")
    desk.sees("还没有保存，请修改标红的地方。")
    desk.has(name=name, title="秋季课程体验", sources="抖音\n" + "很" * 31)
    desk.fill(sources="抖音\n朋友圈广告")
    desk.press("创建落地页")
    desk.sees("落地页已保存")

    address = desk.row("抖音").locator("[data-copy]").get_attribute("data-copy")
    assert address
    parts = urlsplit(address)
    with heard_visit(browser, living.address, viewport=PHONE, is_mobile=True) as (phone, witness):
        phone.goto(f"{parts.path}?{parts.query}")
        code = leave_an_answer(phone, "苏木", NUMBERS[desk.language])
        witness.forgive("422")
        assert witness.complaints == []

        desk.page.reload()
        left = desk.row(code)
        expect(left).to_contain_text("苏木")
        expect(left).to_contain_text("周末班")
        expect(left).to_contain_text("抖音")
        expect(left).to_contain_text(desk("未匹配"))

        close_and_open(desk, phone, parts.path)
