"""The week of a plan is drawn with the mouse, and with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

START, END = 'input[name="period-0-start"]', 'input[name="period-0-end"]'


def days_of(page: Page) -> list[str]:
    boxes = page.locator('input[name="period-0-days"]:checked')
    return [str(value) for value in boxes.evaluate_all("found => found.map(box => box.value)")]


def opened(page: Page, address: str) -> None:
    page.goto(f"{address}/codes/new")
    page.get_by_role("button", name="添加时段").click()
    expect(page.locator(".week-grid")).to_be_visible()


def test_a_block_drawn_with_the_mouse_becomes_the_days_and_hours(visit: Visit, living):
    with visit() as page:
        opened(page, living.address)
        first = page.get_by_role("gridcell", name="周二 10:00")
        first.scroll_into_view_if_needed()
        first.hover()
        page.mouse.down()
        page.get_by_role("gridcell", name="周四 14:00").hover()
        page.mouse.up()
        expect(page.locator(START)).to_have_value("10:00")
        expect(page.locator(END)).to_have_value("15:00")
        assert days_of(page) == ["1", "2", "3"]


def test_arrows_shift_and_enter_do_the_same(visit: Visit, living):
    with visit() as page:
        opened(page, living.address)
        page.get_by_role("gridcell", name="周一 00:00").focus()
        for key in ("ArrowDown", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight", "Enter"):
            page.keyboard.press(key)
        expect(page.locator(START)).to_have_value("01:00")
        expect(page.locator(END)).to_have_value("03:00")
        assert days_of(page) == ["1", "2"]
