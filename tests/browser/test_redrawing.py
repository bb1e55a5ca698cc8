"""A form whose parts the server draws anew, on a slow line: no choice and no word is lost."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Request, Route, expect

from tests.browser.desk import Desk


def asks_for(op: str) -> Callable[[Request], bool]:
    """Whether a request is the form's, and asks for this."""
    return lambda sent: sent.method == "POST" and op in (sent.post_data or "")


class SlowLine:
    """Answers to one kind of request come when the story lets them."""

    def __init__(self, desk: Desk, op: str) -> None:
        self.asks, self.is_slow = asks_for(op), True
        self.kept: list[Route] = []
        desk.page.route("**/*", self._keep)

    def _keep(self, route: Route) -> None:
        if self.is_slow and self.asks(route.request):
            self.kept.append(route)
        else:
            route.continue_()

    def answer(self) -> None:
        """Let everything through, the oldest first."""
        self.is_slow = False
        for route in self.kept:
            route.continue_()


def window(desk: Desk, words: str) -> Locator:
    """A new code's form with a window; its words."""
    desk.go("/codes/new")
    desk.press("添加欢迎语时段")
    desk.page.locator("#w0-name").fill("营业中")
    text = desk.page.locator("#w0-welcome_text")
    with desk.page.expect_response(lambda got: asks_for("preview")(got.request)):
        text.fill(words)
    expect(desk.page.get_by_label(desk("预览哪个时段"))).to_contain_text("营业中")
    return text


def test_a_window_chosen_while_the_phone_is_being_drawn_stays_chosen(desk: Desk):
    window(desk, "营业时间的话")
    line = SlowLine(desk, "preview")
    with desk.page.expect_request(asks_for("preview")):
        desk.fill(name=desk.own("慢线路"))
    chosen = desk.page.get_by_label(desk("预览哪个时段"))
    with desk.page.expect_request(asks_for("preview")):
        chosen.select_option(label="营业中")
    line.answer()
    expect(desk.page.locator("#phone .bubble-text")).to_have_text("营业时间的话")
    expect(chosen).to_have_value("w0-")


def test_what_is_typed_beside_a_part_that_is_being_drawn_is_on_the_phone(desk: Desk):
    desk.go("/codes/new")
    line = SlowLine(desk, "add-link")
    desk.button("添加链接").first.click()
    expect(desk.page.locator("#attachments")).to_have_attribute("inert", "")
    with desk.page.expect_response(lambda got: asks_for("preview")(got.request)):
        desk.page.locator("#welcome_text").fill("在等的时候写的")
    line.answer()
    expect(desk.page.locator("#link-0-title")).to_be_focused()
    desk.page.keyboard.type("价目表")
    desk.page.locator("#link-0-url").fill("https://example.com/prices")
    expect(desk.page.locator("#phone .bubble-text")).to_have_text("在等的时候写的")
    expect(desk.page.locator("#phone .bubble-link-title")).to_have_text("价目表")


def test_rows_added_and_taken_away_by_keyboard_leave_it_where_one_goes_on(desk: Desk):
    page = desk.page
    desk.go("/codes/new")
    for first in ("#w0-name", "#w1-name"):
        desk.button("添加欢迎语时段").press("Enter")
        expect(page.locator(first)).to_be_focused()
    desk.button("移除时段").first.press("Enter")
    expect(desk.button("移除时段")).to_have_count(1)
    expect(desk.button("移除时段")).to_be_focused()
    desk.go("/sops/new")
    desk.button("添加步骤").press("Enter")
    expect(page.locator("#step-title-1")).to_be_focused()


def still_there(desk: Desk, text: Locator) -> None:
    expect(text).to_have_value("写了很久的话")
    expect(desk.page.locator("[data-window]")).to_have_count(1)


def test_whoever_is_logged_out_meanwhile_loses_nothing_and_is_told(desk: Desk):
    text = window(desk, "写了很久的话")
    desk.page.context.clear_cookies()
    desk.refusals.append("status of 401")
    desk.press("添加欢迎语时段")
    told = re.compile("需要重新登录|You must log in again")  # who is out has no language of theirs
    expect(desk.page.locator("#toasts")).to_have_text(told)
    still_there(desk, text)


def test_a_line_that_breaks_takes_nothing_away_and_is_told(desk: Desk):
    text = window(desk, "写了很久的话")
    desk.refusals += ["ERR_INTERNET_DISCONNECTED", "htmx:error", "status of 502"]
    desk.page.context.set_offline(True)
    desk.press("添加欢迎语时段")
    lost = desk.page.locator("[data-not-drawn]")
    expect(lost).to_contain_text(
        desk("页面没有更新：暂时连不上服务器。填写的内容都还在，请稍后再试。")
    )
    still_there(desk, text)
    lost.locator("[data-toast-close]").click()

    desk.page.context.set_offline(False)
    bad_gateway = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    desk.page.route(
        "**/codes/new", lambda route: route.fulfill(status=502, body=bad_gateway), times=1
    )
    desk.press("添加欢迎语时段")
    expect(lost).to_be_visible()
    still_there(desk, text)

    desk.press("添加欢迎语时段")
    expect(desk.page.locator("[data-window]")).to_have_count(2)
    expect(text).to_have_value("写了很久的话")
