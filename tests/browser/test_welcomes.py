"""Operations write welcomes: files, windows, the phone beside them, and the customer's own phone."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.desk import LANGUAGES, Desk, words
from tests.browser.split import Split

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
# The console's own words in a bubble, in the language of whoever looks: the phone is Chinese.
OWN = [words(language, word).strip() for word in ("成员：", "小程序") for language in LANGUAGES]
OURS = re.compile("|".join(map(re.escape, OWN)))
FILES: list[Any] = [
    {"name": "海报.png", "mimeType": "image/png", "buffer": PNG},
    {"name": "价目表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 and so on"},
]


def said(screen: Locator) -> list[str]:
    """What a phone shows of the member's messages: words, and where a picture stands."""
    bubbles = screen.locator(".from-staff .bubble").all()
    texts = [(re.sub(r"\s+", " ", bubble.inner_text()).strip(), bubble) for bubble in bubbles]
    return [
        OURS.sub("", text).strip() + " ▣" * bubble.locator("img").count() for text, bubble in texts
    ]


def attach(desk: Desk) -> None:
    """Two files and a mini-program with the picture on it."""
    page = desk.page
    page.locator("#new_image").set_input_files(FILES)
    expect(page.locator("#attachments [data-attachment]")).to_have_count(2)
    desk.button("添加小程序").first.click()
    page.locator("#mini-0-title").fill("徐汇商城")
    page.locator("#mini-0-appid").fill("wx1234567890")
    page.locator("#mini-0-page").fill("pages/index")
    page.locator("#mini-0-cover").select_option(label="海报.png")
    expect(page.locator("[data-counts=attachments]")).to_have_text("3 / 9")


def fill_in(desk: Desk, code: str) -> None:
    """The form of a shop's new code, with a window that is always open."""
    desk.go("/codes/new")
    desk.fill(name=code)
    desk.tick("userids", "李娜")
    attach(desk)
    desk.press("添加欢迎语时段")
    desk.page.locator("#w0-name").fill("营业中")
    for name in ("from", "to"):
        desk.page.locator(f"#w0-{name}").fill("00:00")
    for day in ("周六", "周日"):
        desk.page.get_by_label(desk(day)).check()


def test_what_the_editor_shows_is_what_the_customers_phone_shows(visit: Visit, desk: Desk):
    code, page = desk.own("静安门店"), desk.page
    fill_in(desk, code)
    page.locator("#w0-welcome_text").fill("您好，")
    page.locator("[data-into=w0-welcome_text]").first.click()
    expect(page.locator("#w0-welcome_text")).to_have_value("您好，{客户昵称}")
    page.locator("#w0-pick").select_option(label="海报.png")
    expect(page.locator("#w0-attachments [data-attachment]")).to_have_count(1)
    page.get_by_label(desk("预览哪个时段")).select_option(label="营业中")
    name = desk("小林")
    expect(page.locator("#phone .bubble-text")).to_have_text(f"您好，{name}")
    window = said(page.locator("#phone"))
    desk.press("创建活码")
    desk.sees("已保存并同步到企业微信")
    assert scanned(visit, code, name) == window

    desk.follow("编辑")
    desk.press("移除时段")
    expect(page.locator("[data-window]")).to_have_count(0)
    always = said(page.locator("#phone"))
    assert len(always) == 3
    desk.press("保存")
    desk.sees("已保存并同步到企业微信")
    assert scanned(visit, code, name) == always


def scanned(visit: Visit, code: str, name: str) -> list[str]:
    """Somebody new scans; what their phone shows of the welcome."""
    with visit() as page:
        split = Split(page)
        split.scan(code, name)
        expect(split.screen.locator(".from-staff").first).to_be_visible()
        return said(split.screen)


def test_too_much_is_counted_while_it_is_typed_and_refused_by_name(desk: Desk):
    desk.go("/welcome")
    desk.fill(welcome_text="好" * 1334)
    expect(desk.page.locator("[data-count-of=welcome_text]")).to_have_text("4002 / 4000 B")
    desk.press("保存")
    desk.is_told("最多 %(most)s 字节（企业微信的限制）", most=4000)
    desk.has(welcome_text="好" * 1334)


def written_for_zhao_lei(desk: Desk) -> None:
    desk.go("/welcome/staff/zhaolei")
    desk.fill(welcome_text=desk.own("我是赵磊，很高兴认识您"))
    desk.press("保存")
    expect(desk.row("赵磊").first).to_contain_text(desk.own("我是赵磊，很高兴认识您"))


def test_a_member_has_a_welcome_of_his_own(desk: Desk):
    written_for_zhao_lei(desk)
    desk.row("赵磊").get_by_role("link", name=desk("编辑")).click()
    desk.fill(welcome_text="")
    desk.press("保存")
    desk.sees("%(name)s的欢迎语已关闭", name="赵磊")
    expect(desk.row("赵磊")).to_have_count(0)


def test_a_members_welcome_is_switched_off_where_it_is_listed(desk: Desk):
    written_for_zhao_lei(desk)
    desk.row("赵磊").get_by_role("button", name=desk("停用")).click()
    desk.page.locator("#confirm button[value=no]").click()
    desk.page.reload()
    expect(desk.row("赵磊")).to_have_count(1)
    desk.row("赵磊").get_by_role("button", name=desk("停用")).click()
    desk.agree()
    desk.sees("%(name)s的欢迎语已关闭", name="赵磊")
    expect(desk.row("赵磊")).to_have_count(0)


def pdf(name: str) -> Any:
    return {
        "name": f"{name}.pdf",
        "mimeType": "application/pdf",
        "buffer": f"%PDF-1.4 {name}".encode(),
    }


def test_a_material_is_replaced_where_it_stands(desk: Desk):
    menu, newer = desk.own("菜单"), desk.own("新菜单")
    desk.go("/materials")
    desk.page.locator("#files").set_input_files([pdf(menu)])
    desk.press("上传")
    desk.open(f"{menu}.pdf")
    desk.page.locator("#file").set_input_files(FILES[:1])
    desk.press("替换")
    desk.sees("只能换成同一种类的文件，否则用到它的欢迎语会变样")

    desk.go("/materials")
    desk.open(f"{menu}.pdf")
    desk.page.locator("#file").set_input_files([pdf(newer)])
    desk.press("替换")
    desk.sees("已替换，所有用到它的地方都换成了新文件")
    expect(desk.link("下载 %(name)s", name=f"{newer}.pdf")).to_be_visible()
