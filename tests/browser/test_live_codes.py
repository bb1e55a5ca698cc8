"""Operations keep their live codes in order: unsent forms, deletions taken back, batches, posters."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pictures import speak

Enter = Callable[..., Page]
SHEET = "活码名称,接待成员,标签,分组\n徐汇滨江店,李娜,,华东门店\n静安寺店,李娜,,华东门店\n没有人的店,无名氏,,\n"

PAPERS = {"a4": (210, 297), "a5": (148, 210), "card": (100, 150)}


@pytest.fixture
def ops(enter_as: Enter) -> Page:
    return enter_as("zhoumin", "ops")


def made(page: Page, name: str) -> None:
    """A new live code, its page open."""
    page.goto("/codes/new")
    page.locator("#name").fill(name)
    page.get_by_label("李娜").first.check()
    page.get_by_role("button", name=re.compile("创建活码|Create")).last.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_form_that_was_left_is_offered_again_and_gone_once_saved(ops: Page):
    ops.goto("/codes/new")
    ops.locator("#name").fill("秋季路演")
    ops.get_by_label("李娜").first.check()
    ops.goto("/codes")
    ops.goto("/codes/new")
    expect(ops.locator("#name")).to_have_value("")
    ops.get_by_role("button", name="接着填写").click()
    expect(ops.locator("#name")).to_have_value("秋季路演")
    expect(ops.get_by_label("李娜").first).to_be_checked()
    ops.get_by_role("button", name="创建活码").click()
    expect(ops.get_by_role("img", name="秋季路演 的二维码")).to_be_visible()
    ops.goto("/codes/new")
    expect(ops.locator("#kept-form")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "delete", "sure", "undo"),
    [("中文", "删除", "确定", "撤销删除"), ("English", "Delete", "OK", "Restore")],
)
def test_a_deletion_is_taken_back(ops: Page, language: str, delete: str, sure: str, undo: str):
    made(ops, f"路演 {language}")
    speak(ops, language)
    ops.get_by_role("button", name=delete, exact=True).click()
    ops.locator("#confirm button[value=yes]").click()
    expect(ops.get_by_role("button", name=undo)).to_be_visible()
    ops.get_by_role("button", name=undo).click()
    expect(ops.get_by_role("button", name=delete, exact=True)).to_be_visible()
    expect(ops.get_by_role("button", name=undo)).to_have_count(0)


def test_a_spreadsheet_becomes_codes_on_paper(ops: Page, tmp_path: Path):
    sheet = tmp_path / "门店.csv"
    sheet.write_text(SHEET, "utf-8-sig")
    ops.goto("/codes")
    ops.get_by_role("link", name="批量创建").click()
    ops.locator("#sheet").set_input_files(sheet)
    ops.get_by_role("button", name="上传并检查").click()
    expect(ops.get_by_text("没有成员「无名氏」")).to_be_visible()
    ops.get_by_role("button", name="创建 2 个活码").click()
    expect(ops.get_by_text("2 / 2 个活码已经可以使用").first).to_be_visible()
    ops.reload()
    ops.get_by_role("link", name="打印全部").click()
    expect(ops.locator(".cut-one")).to_have_count(2)
    shown = ops.locator(".cut-one img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    ops.goto("/codes?folder=华东门店")
    expect(ops.locator("tbody tr")).to_have_count(2)


def test_a_poster_shows_its_words_while_they_are_typed(ops: Page):
    made(ops, "夏日市集")
    ops.get_by_role("link", name="打印海报").click()
    ops.locator("#title").fill("扫码领福利")
    expect(ops.locator(".poster-title")).to_have_text("扫码领福利")
    ops.emulate_media(media="print")
    expect(ops.locator(".shell-nav")).to_be_hidden()
    expect(ops.locator(".poster")).to_be_visible()
    # a page that is told to look as on a screen prints so too
    for paper, (width, height) in PAPERS.items():
        ops.goto(f"{ops.url.split('?')[0]}?paper={paper}")
        assert sheets(ops.pdf(prefer_css_page_size=True)) == [(width, height)], paper


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The sheets of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(x) / 72 * 25.4), round(float(y) / 72 * 25.4)) for x, y in boxes]
