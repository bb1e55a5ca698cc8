"""The week of a plan is drawn with the mouse, and with the keyboard alone; it is kept as drawn."""

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk

START, END = 'input[name="period-0-start"]', 'input[name="period-0-end"]'


def days_of(desk: Desk) -> list[str]:
    boxes = desk.page.locator('input[name="period-0-days"]:checked')
    return [str(value) for value in boxes.evaluate_all("found => found.map(box => box.value)")]


def opened(desk: Desk) -> None:
    desk.go("/codes/new")
    desk.press("添加时段")
    expect(desk.page.locator(".week-grid")).to_be_visible()


def cell(desk: Desk, day: str, clock: str) -> Locator:
    return desk.page.get_by_role("gridcell", name=f"{desk(day)} {clock}")


def test_a_block_drawn_with_the_mouse_becomes_the_days_and_hours_and_is_kept(desk: Desk):
    opened(desk)
    cell(desk, "周二", "10:00").scroll_into_view_if_needed()
    cell(desk, "周二", "10:00").hover()
    desk.page.mouse.down()
    cell(desk, "周四", "14:00").hover()
    desk.page.mouse.up()
    expect(desk.page.locator(START)).to_have_value("10:00")
    expect(desk.page.locator(END)).to_have_value("15:00")
    assert days_of(desk) == ["1", "2", "3"]

    desk.fill(name=desk.own("工作日下午"))
    desk.tick("userids", "李娜")
    desk.press("创建活码")
    desk.sees("请至少选择一位成员或一个部门")
    assert days_of(desk) == ["1", "2", "3"]
    desk.tick("period-0-userids", "赵磊")
    desk.press("创建活码")
    desk.sees("已保存并同步到企业微信")
    desk.follow("编辑")
    assert days_of(desk) == ["1", "2", "3"]
    expect(cell(desk, "周三", "12:00")).to_have_attribute("data-painted", "")


def test_arrows_shift_and_enter_do_the_same(desk: Desk):
    opened(desk)
    cell(desk, "周一", "00:00").focus()
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight", "Enter"):
        desk.page.keyboard.press(key)
    expect(desk.page.locator(START)).to_have_value("01:00")
    expect(desk.page.locator(END)).to_have_value("03:00")
    assert days_of(desk) == ["1", "2"]
