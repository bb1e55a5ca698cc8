"""Operations import a list of numbers; a member works through it on the phone; the funnel tells."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, speak

Enter = Callable[..., Page]
HEAD = "手机号,姓名,备注"
PREFIX = {"zh_Hans_CN": "137", "en": "136"}  # a number is imported once in a house


def table(prefix: str) -> str:
    """Two good numbers, one of them twice, and one that is too short."""
    rows = ("00000001,许知远,问过报价", " 0000 0001,许知远,", "00000002,江一舟,")
    return "\n".join([HEAD, *(prefix + row for row in rows), "12345,沈言,"])


def work_through(side: Desk, whole: str) -> None:
    """A member asks one number and gives up on the other."""
    side.go("/sidebar")
    side.page.locator("a[href*='/sidebar/phones']").click()
    card = side.page.locator(".phone-card").filter(has_text=whole)
    expect(card.get_by_text("许知远")).to_be_visible()
    card.get_by_role("button", name=side("我已申请")).click()
    side.sees("已记录申请。对方通过后会自动归到这份名单。")
    other = side.page.locator(".phone-card").filter(has_text="江一舟")
    other.get_by_text(side("无法添加")).first.click()
    other.get_by_label(side("原因")).select_option(label=side("对方明确表示不要联系"))
    other.get_by_role("button", name=side("记为无法添加")).click()
    expect(other).to_have_count(0)


def import_list(desk: Desk, name: str, whole: str) -> None:
    """The rows are judged, a column is left out, and the good ones go to 李娜."""
    page = desk.page
    expect(desk.row("许知远").filter(has_text=desk("和第 %(row)s 行相同", row=2))).to_be_visible()
    expect(desk.row("沈言")).to_be_visible()
    expect(page.get_by_text(whole)).to_have_count(0)
    page.locator("#column-note").select_option("-1")
    desk.press("按这些列重新检查")  # before the name is written
    expect(page.locator("#column-note")).to_have_value("-1")
    for box in page.locator("input[name=userids]").all():
        box.uncheck()
    page.get_by_label("李娜", exact=True).check()
    desk.fill(name=name, script="您好，展会上聊过")
    desk.press("导入 %(count)s 个号码", count=2)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_list_is_imported_worked_through_and_counted(desk: Desk, enter_as: Enter):
    name, prefix = desk.own("三月展会"), PREFIX[desk.language]
    desk.go("/phones")
    desk.follow("导入名单")
    desk.fill(numbers=table(prefix))
    desk.press("下一步：检查")
    expect(
        desk.page.get_by_role(
            "heading", name=desk("共 %(total)s 行，%(good)s 个可以添加", total=4, good=2)
        )
    ).to_be_visible()
    import_list(desk, name, f"{prefix}00000001")
    here = desk.page.url

    side = Desk(enter_as("lina", "sales", viewport={"width": 360, "height": 740}), desk.language)
    speak(side.page, desk.language)
    work_through(side, f"{prefix}00000001")

    desk.page.goto(here)
    asked = desk.page.locator(".stat").filter(has_text=desk("已申请"))
    expect(asked.first).to_contain_text("1")
    expect(desk.page.get_by_text(f"{prefix}00000001")).to_have_count(0)
    desk.page.locator("#state").select_option("failed")
    desk.press("筛选")
    expect(desk.row(desk("对方明确表示不要联系"))).to_be_visible()
    assert "state=failed" in desk.page.url
    desk.go("/phones/blocked")
    expect(desk.page.get_by_text(f"{prefix}****0002")).to_be_visible()
