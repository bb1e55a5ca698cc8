"""Operations keep their live codes in order: unsent forms, limits, pauses, deletions taken back."""

import re

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside

PAPERS = {"a4": (210, 297), "a5": (148, 210), "card": (100, 150)}


def made(desk: Desk, name: str) -> None:
    """A new live code, its page open."""
    desk.go("/codes/new")
    desk.fill(name=name)
    desk.tick("userids", "李娜")
    desk.press("创建活码")
    expect(desk.page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_code_is_made_corrected_found_paused_and_taken_on_again(desk: Desk, outside: Outside):
    name = desk.own("秋季展会")
    desk.go("/codes/new")
    desk.fill(name=name, source="展会", staff_day="许多")
    desk.press("创建活码")
    desk.sees("还没有保存，请修改标红的地方。")
    desk.is_told("请至少选择一位成员或一个部门")
    desk.has(name=name, source="展会", staff_day="许多")
    desk.tick("userids", "李娜")
    desk.tick("fallback", "赵磊")
    desk.fill(staff_day="50")
    desk.press("创建活码")
    desk.sees("已保存并同步到企业微信")
    assert outside.receivers(name) == ["李娜"]

    desk.press("暂停活码")
    desk.agree()
    desk.sees("活码已暂停，由备用成员接待")
    assert outside.receivers(name) == ["赵磊"]
    desk.press("恢复接待")
    desk.sees("活码已恢复")
    assert outside.receivers(name) == ["李娜"]

    desk.go("/codes")
    desk.fill(words=name)
    desk.press("筛选")
    expect(desk.page.locator("tbody tr")).to_have_count(1)
    assert "words=" in desk.page.url
    desk.open(name)
    desk.follow("编辑")
    desk.tick("userids", "王顾文")
    desk.press("保存")
    desk.sees("已保存并同步到企业微信")
    assert sorted(outside.receivers(name)) == ["李娜", "王顾文"]


def test_a_form_that_was_left_is_offered_again_and_gone_once_saved(desk: Desk):
    name = desk.own("秋季路演")
    desk.go("/codes/new")
    desk.fill(name=name)
    desk.tick("userids", "李娜")
    desk.go("/codes")
    desk.go("/codes/new")
    desk.has(name="")
    desk.press("接着填写")
    desk.has(name=name)
    expect(desk.page.get_by_label("李娜").first).to_be_checked()
    desk.press("创建活码")
    expect(desk.page.get_by_role("img", name=desk("%(name)s 的二维码", name=name))).to_be_visible()
    desk.go("/codes/new")
    expect(desk.page.locator("#kept-form")).to_be_hidden()


def test_a_deletion_is_taken_back(desk: Desk):
    made(desk, desk.own("路演"))
    desk.press("删除")
    desk.agree()
    expect(desk.button("撤销删除")).to_be_visible()
    desk.press("撤销删除")
    expect(desk.button("删除")).to_be_visible()
    expect(desk.button("撤销删除")).to_have_count(0)


def test_a_poster_shows_its_words_while_they_are_typed(desk: Desk):
    made(desk, desk.own("夏日市集"))
    desk.follow("打印海报")
    desk.fill(title="扫码领福利")
    expect(desk.page.locator(".poster-title")).to_have_text("扫码领福利")
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".shell-nav")).to_be_hidden()
    expect(desk.page.locator(".poster")).to_be_visible()
    # a page that is told to look as on a screen prints so too
    for paper, (width, height) in PAPERS.items():
        desk.go(f"{desk.page.url.split('?')[0]}?paper={paper}")
        assert sheets(desk.page.pdf(prefer_css_page_size=True)) == [(width, height)], paper


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The sheets of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(x) / 72 * 25.4), round(float(y) / 72 * 25.4)) for x, y in boxes]
