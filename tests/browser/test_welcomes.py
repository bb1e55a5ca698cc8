"""Operations write welcomes: files, windows, the phone beside them, and the customer's own phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.living import Living
from tests.browser.split import Split
from tests.browser.visits import heard_visit

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
FILES: list[Any] = [
    {"name": "海报.png", "mimeType": "image/png", "buffer": PNG},
    {"name": "价目表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 and so on"},
]
CODE = "静安门店"


def said(screen: Locator) -> list[str]:
    """What a phone shows of the member's messages: words, and where a picture stands."""
    bubbles = screen.locator(".from-staff .bubble").all()
    return [
        re.sub(r"\s+", " ", bubble.inner_text()).strip() + " ▣" * bubble.locator("img").count()
        for bubble in bubbles
    ]


def edit(page: Page) -> None:
    """Open the form of the shop's code."""
    page.goto(f"/codes?words={CODE}")
    page.get_by_role("link", name=CODE, exact=True).click()
    page.get_by_role("link", name="编辑", exact=True).click()


def attach(page: Page) -> None:
    """Two files and a mini-program with the picture on it."""
    page.locator("#new_image").set_input_files(FILES)
    expect(page.locator("#attachments [data-attachment]")).to_have_count(2)
    page.get_by_role("button", name="添加小程序").first.click()
    page.locator("#mini-0-title").fill("徐汇商城")
    page.locator("#mini-0-appid").fill("wx1234567890")
    page.locator("#mini-0-page").fill("pages/index")
    page.locator("#mini-0-cover").select_option(label="海报.png")
    expect(page.locator("[data-counts=attachments]")).to_have_text("3 / 9")


@pytest.fixture
def whole_day(page: Page) -> Page:
    """The form of a shop's new code, with a window that is always open."""
    page.goto("/codes/new")
    page.locator("#name").fill(CODE)
    page.get_by_role("group", name="接待成员").get_by_label("李娜").check()
    attach(page)
    page.get_by_role("button", name="添加欢迎语时段").click()
    page.locator("#w0-name").fill("营业中")
    for name in ("from", "to"):
        page.locator(f"#w0-{name}").fill("00:00")
    for day in ("周六", "周日"):
        page.get_by_label(day).check()
    return page


def test_what_the_editor_shows_is_what_the_customers_phone_shows(visit: Visit, whole_day: Page):
    page = whole_day
    page.locator("#w0-welcome_text").fill("您好，")
    page.locator("[data-into=w0-welcome_text]").first.click()
    expect(page.locator("#w0-welcome_text")).to_have_value("您好，{客户昵称}")
    page.locator("#w0-pick").select_option(label="海报.png")
    expect(page.locator("#w0-attachments [data-attachment]")).to_have_count(1)
    page.get_by_label("预览哪个时段").select_option(label="营业中")
    expect(page.locator("#phone .bubble-text")).to_have_text("您好，小林")
    window = said(page.locator("#phone"))
    page.get_by_role("button", name="创建活码").click()
    expect(page.get_by_text("已保存并同步到企业微信")).to_be_visible()
    assert scanned(visit, "小林") == window

    edit(page)
    page.get_by_role("button", name="移除时段").click()
    expect(page.locator("[data-window]")).to_have_count(0)
    always = said(page.locator("#phone"))
    assert len(always) == 3
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存并同步到企业微信")).to_be_visible()
    assert scanned(visit, "小林") == always


def scanned(visit: Visit, name: str) -> list[str]:
    """Somebody new scans; what their phone shows of the welcome."""
    with visit() as page:
        split = Split(page)
        split.scan(CODE, name)
        expect(split.screen.locator(".from-staff").first).to_be_visible()
        return said(split.screen)


def test_too_much_is_counted_while_it_is_typed_and_refused_by_name(
    browser: Browser, living: Living, admin: StorageState
):
    with heard_visit(browser, living.address, storage_state=admin) as (page, witness):
        page.goto("/welcome")
        page.locator("#welcome_text").fill("好" * 1334)
        expect(page.locator("[data-count-of=welcome_text]")).to_have_text("4002 / 4000 B")
        page.get_by_role("button", name="保存", exact=True).last.click()
        expect(page.locator(".field-error")).to_contain_text("最多 4000 字节（企业微信的限制）")
        expect(page.locator("#welcome_text")).to_have_value("好" * 1334)
        witness.forgive("422")  # Chromium tells of the refusal
        assert witness.complaints == []


def test_a_group_welcome_is_written_and_stands_at_wecom(visit: Visit):
    with visit(viewport={"width": 360, "height": 800}) as page:
        page.goto("/group-welcomes")
        page.get_by_role("link", name="新建").first.click()
        page.locator("#name").fill("新人进群")
        page.locator("[data-insert]").click()
        page.locator("#welcome_text").press_sequentially("，欢迎进群")
        expect(page.locator("#phone .bubble-text")).to_have_text("小林，欢迎进群")
        page.get_by_role("button", name="保存并同步").click()
        expect(page.locator(".tone-badge").filter(has_text="已同步")).to_be_visible()
