"""Four people walk through their day: operations, staff, sales and the administrator."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.split import Split, becomes_a_lead

Enter = Callable[..., Page]


@pytest.fixture
def ops(enter_as: Enter) -> Page:
    return enter_as("zhoumin", "ops")


def test_operations_make_a_live_code_that_can_be_scanned_at_once(ops: Page):
    ops.goto("/codes")
    ops.get_by_role("link", name="新建活码").click()
    ops.locator("#name").fill("春季展会")
    ops.get_by_role("group", name="接待成员").get_by_label("李娜").check()
    ops.get_by_label("门店", exact=True).check()
    ops.locator("#welcome_text").fill("{客户昵称}您好，展会见！")
    ops.get_by_role("button", name="创建活码").click()
    expect(ops.get_by_role("img", name="春季展会 的二维码")).to_be_visible()

    split = Split(ops)
    split.scan("春季展会", "田小禾")
    expect(split.screen.get_by_text("田小禾您好，展会见！")).to_be_visible()
    line = split.line("田小禾 扫「春季展会」添加 李娜")
    expect(line.locator(".chip").filter(has_text="门店")).to_have_class("chip tone-good")


def test_operations_make_a_keyword_rule_and_try_a_sentence(ops: Page):
    ops.goto("/rules")
    ops.get_by_role("link", name="关键词").click()
    ops.locator("#name").fill("要发票")
    ops.locator("#words").fill("发票")
    ops.locator("#new_tag").fill("要发票")
    ops.locator("#group_id").select_option(label="意向")
    ops.get_by_role("button", name="新建标签").click()
    expect(ops.get_by_label("要发票", exact=True)).to_be_checked()
    expect(ops.locator("#name")).to_have_value("要发票")  # nothing typed is lost
    ops.get_by_role("button", name="保存规则").click()
    ops.locator("#sentence").fill("能开发票吗")
    ops.get_by_role("button", name="试一试").click()
    expect(ops.get_by_role("status").filter(has_text="命中「要发票」")).to_be_visible()


def test_operations_change_the_sop_and_staff_ticks_its_task_off_with_one_tap(
    ops: Page, enter_as: Enter
):
    ops.goto("/sops")
    ops.get_by_role("link", name="新客三日跟进").click()
    ops.get_by_role("link", name="编辑").click()
    ops.get_by_role("button", name="添加步骤", exact=True).click()
    ops.locator("#step-when-4").select_option("after")
    ops.locator("#step-minutes-4").fill("1")
    ops.locator("#step-title-4").fill("先看看头像")
    ops.get_by_role("button", name="发布").click()
    expect(ops.get_by_text("已发布第 2 版")).to_be_visible()

    split = Split(ops)
    split.scan("徐汇门店", "方一帆")
    expect(split.line("SOP 任务「先看看头像」：请孙悦跟进方一帆")).to_be_visible()
    split.pace("暂停")  # else a simulated member would tick it off first
    try:
        card = enter_as("sunyue", "staff")
        card.goto(f"/sidebar/{split.external_userid()}")
        task = card.locator(".side-task").filter(has_text="先看看头像")
        task.get_by_role("button", name="完成").click()
        expect(card.get_by_text("已完成。")).to_be_visible()
        expect(task).to_have_count(0)
    finally:
        split.pace("60×")


def test_sales_moves_a_lead_and_writes_a_follow_up(visit: Visit, enter_as: Enter):
    with visit() as page:
        becomes_a_lead(Split(page), "官网首页", "陆星野")
    sales = enter_as("chenxi", "sales")
    sales.goto("/leads/board")
    card = sales.locator("article").filter(has_text="陆星野")
    card.locator("button[value=contacted]").click()
    moved = sales.locator("[data-stage=contacted] article").filter(has_text="陆星野")
    expect(moved).to_be_visible()
    moved.get_by_role("link", name="陆星野").click()
    sales.locator("#note-form #text").fill("约了周四看演示")
    sales.get_by_role("button", name="记一笔").click()
    expect(sales.locator(".story-entry").filter(has_text="约了周四看演示")).to_be_visible()


def test_the_administrator_sees_that_nothing_needs_a_person(page: Page):
    page.goto("/background")
    assert page.locator("tbody tr").count() > 0  # there was work, and it is shown
    for tab in ("", "&tab=outbox"):
        page.goto(f"/background?state=trouble{tab}")
        expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
