"""Operations make many codes from one spreadsheet, see each row judged, and print them all."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside

HEAD = "活码名称,接待成员,标签,分组"


def uploaded(desk: Desk, sheet: Path, content: str) -> None:
    """A sheet is chosen and sent."""
    sheet.write_text(content, "utf-8-sig")
    desk.go("/codes")
    desk.follow("批量创建")
    desk.page.locator("#sheet").set_input_files(sheet)
    desk.press("上传并检查")


def test_a_spreadsheet_becomes_codes_on_paper(desk: Desk, outside: Outside, tmp_path: Path):
    shops, folder = [desk.own(one) for one in ("徐汇滨江店", "静安寺店")], desk.own("华东门店")
    uploaded(desk, tmp_path / "门店.csv", "随便写的一行\n")
    desk.sees("返回")
    rows = [HEAD, *(f"{shop},李娜,,{folder}" for shop in shops), "没有人的店,无名氏,,"]
    uploaded(desk, tmp_path / "门店.csv", "\n".join(rows))
    desk.sees("没有%(what)s「%(word)s」", what=desk("成员"), word="无名氏")
    expect(desk.row(shops[0])).to_contain_text(desk("可以创建"))
    desk.press("创建 %(count)s 个活码", count=2)
    desk.sees("%(ready)s / %(made)s 个活码已经可以使用", ready=2, made=2)
    assert [outside.receivers(shop) for shop in shops] == [["李娜"], ["李娜"]]

    desk.page.reload()
    desk.follow("打印全部")
    expect(desk.page.locator(".cut-one")).to_have_count(2)
    shown = desk.page.locator(".cut-one img").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".shell-nav")).to_be_hidden()
    desk.page.emulate_media(media="screen")
    desk.go(f"/codes?folder={folder}")
    expect(desk.page.locator("tbody tr")).to_have_count(2)


def test_a_sheet_that_was_checked_can_be_thrown_away(desk: Desk, outside: Outside, tmp_path: Path):
    shop = desk.own("不要的店")
    uploaded(desk, tmp_path / "错.csv", f"{HEAD}\n{shop},李娜,,\n")
    expect(desk.row(shop)).to_contain_text(desk("可以创建"))
    desk.press("丢弃")
    expect(desk.page).to_have_url(re.compile("/codes/batches$"))
    assert outside.receivers(shop) == []
