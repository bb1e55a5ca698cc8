"""Operations import a list of numbers; a member works through it on the phone; the funnel tells."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Enter = Callable[..., Page]
TABLE = "手机号,姓名,备注\n13700000001,许知远,问过报价\n137 0000 0001,许知远,\n12345,沈言,\n13700000002,江一舟,"
WHOLE = "13700000001"


def work_through(enter_as: Enter) -> None:
    """A member asks one number and gives up on the other."""
    lina = enter_as("lina", "sales", viewport={"width": 360, "height": 740})
    lina.goto("/sidebar")
    lina.get_by_role("link", name="待添加客户 2 个").click()
    card = lina.locator(".phone-card").filter(has_text="许知远")
    expect(card.get_by_text(WHOLE)).to_be_visible()
    card.get_by_role("button", name="我已申请").click()
    expect(lina.get_by_text("已记录申请")).to_be_visible()
    other = lina.locator(".phone-card").filter(has_text="江一舟")
    other.get_by_text("无法添加").first.click()
    other.get_by_label("原因").select_option(label="对方明确表示不要联系")
    other.get_by_role("button", name="记为无法添加").click()
    expect(lina.locator(".phone-card")).to_have_count(1)


def test_a_list_is_imported_worked_through_and_counted(enter_as: Enter):
    ops = enter_as("zhoumin", "ops")
    ops.goto("/phones")
    ops.get_by_role("link", name="导入名单").first.click()
    ops.locator("#numbers").fill(TABLE)
    ops.get_by_role("button", name="下一步：检查").click()
    expect(ops.get_by_role("heading", name="共 4 行，2 个可以添加")).to_be_visible()
    expect(ops.get_by_role("row").filter(has_text="和第 2 行相同")).to_be_visible()
    expect(ops.get_by_role("row").filter(has_text="位数不够")).to_be_visible()
    expect(ops.get_by_text(WHOLE)).to_have_count(0)

    ops.locator("#column-note").select_option("-1")
    ops.get_by_role("button", name="按这些列重新检查").click()  # before the name is written
    expect(ops.locator("#column-note")).to_have_value("-1")
    for box in ops.locator("input[name=userids]").all():
        box.uncheck()
    ops.get_by_label("李娜", exact=True).check()
    ops.locator("#name").fill("三月展会")
    ops.locator("#script").fill("您好，展会上聊过")
    ops.get_by_role("button", name="导入 2 个号码").click()
    expect(ops.get_by_role("heading", name="三月展会")).to_be_visible()
    here = ops.url

    work_through(enter_as)

    ops.goto(here)
    expect(ops.locator(".stat").filter(has_text="已申请").first).to_contain_text("1")
    expect(ops.get_by_text(WHOLE)).to_have_count(0)
    ops.locator("#state").select_option("failed")
    ops.get_by_role("button", name="筛选").click()
    expect(ops.get_by_role("row").filter(has_text="对方明确表示不要联系")).to_be_visible()
    assert "state=failed" in ops.url
    ops.goto("/phones/blocked")
    expect(ops.get_by_text("137****0002")).to_be_visible()
