"""A member turns the customers of a code away for today, and WeCom sends them to the colleague."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk, Outside, speak

Enter = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def code_with_a_spare(desk: Desk, name: str) -> None:
    """A live code of 李娜, for whom 赵磊 stands in."""
    desk.go("/codes/new")
    desk.fill(name=name)
    desk.tick("userids", "李娜")
    desk.tick("fallback", "赵磊")
    desk.press("创建活码")
    desk.sees("已保存并同步到企业微信")


def switch(side: Desk, name: str) -> Locator:
    """The line of one code among the member's own switches."""
    return side.page.locator(".side-switch").filter(has_text=name)


def received_soon(desk: Desk, outside: Outside, name: str, who: list[str]) -> None:
    """WeCom has them within seconds."""
    for _look in range(40):
        if outside.receivers(name) == who:
            return
        desk.page.wait_for_timeout(250)
    assert outside.receivers(name) == who


def test_customers_go_to_the_colleague_until_the_member_is_back(
    desk: Desk, outside: Outside, enter_as: Enter
):
    name = desk.own("门店值班")
    code_with_a_spare(desk, name)
    code = desk.page.url
    assert outside.receivers(name) == ["李娜"]

    side = Desk(enter_as("lina", "staff", viewport=PHONE), desk.language)
    side.page.goto("/sidebar")
    speak(side.page, desk.language)
    side.go("/sidebar")
    switch(side, name).get_by_role("button", name=side("今天暂停接待")).click()
    side.sees("今天不再分配新客户，明天自动恢复。")
    expect(switch(side, name)).to_contain_text(side("已暂停"))
    received_soon(desk, outside, name, ["赵磊"])
    desk.page.goto(code)
    desk.sees("自己暂停了接待")

    switch(side, name).get_by_role("button", name=side("恢复接待")).click()
    side.sees("已恢复接待。")
    received_soon(desk, outside, name, ["李娜"])
    desk.page.reload()
    expect(desk.page.get_by_text(desk("自己暂停了接待"))).to_have_count(0)
