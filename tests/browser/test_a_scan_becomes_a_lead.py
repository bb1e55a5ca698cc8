"""The main story in a browser: scan, welcome, tags, SOP, keyword, lead, and why."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.split import ASK_PRICE, ASK_TRIAL, Split, becomes_a_lead

WELCOME_WITHIN = 2.0  # seconds of real time


@pytest.fixture
def split(page: Page) -> Split:
    return Split(page)


def test_who_scans_is_welcomed_within_two_seconds_and_tagged_and_enrolled(split: Split):
    before = time.monotonic()
    split.scan("双十一海报", "何小满")
    welcome = split.screen.locator(".from-staff").filter(has_text="何小满您好")
    expect(welcome).to_be_visible(timeout=WELCOME_WITHIN * 1000)
    took = time.monotonic() - before
    assert took <= WELCOME_WITHIN, f"welcomed after {took:.2f} s"

    line = split.line("何小满 扫「双十一海报」添加")
    expect(line).to_be_visible()
    chips = line.locator(".chip")
    expect(chips.filter(has_text="欢迎语已送达")).to_be_visible()
    expect(chips.filter(has_text="上午添加")).to_have_class("chip tone-good")
    expect(chips.filter(has_text="双十一海报").first).to_have_class("chip tone-good")
    expect(chips.filter(has_text="进入 SOP「新客三日跟进」")).to_be_visible()


def test_a_keyword_tags_and_the_lead_stands_on_the_board_with_its_score(split: Split):
    split.scan("官网首页", "许一诺")
    split.say(ASK_PRICE)
    asked = split.line(f"许一诺：{ASK_PRICE}").locator(".chip").filter(has_text="问价")
    expect(asked).to_have_class("chip tone-good")
    split.say(ASK_TRIAL)
    wanted = split.line(f"许一诺：{ASK_TRIAL}").locator(".chip").filter(has_text="想试用")
    expect(wanted).to_have_class("chip tone-good")
    expect(split.line("许一诺 成为商机")).to_be_visible()

    split.page.goto("/leads/board")
    card = split.page.locator("[data-stage=new] article").filter(has_text="许一诺")
    expect(card.get_by_label("85 分")).to_be_visible()  # price 30, trial 25, replied 20, code 10


def test_the_reasons_of_a_lead_sum_to_its_score(split: Split):
    line = becomes_a_lead(split, "徐汇门店", "沈知秋")
    line.locator("a.demo-line-text").click()
    total = int(split.beside.locator("[data-total]").inner_text())
    rows = split.beside.locator("tr", has=split.page.locator(".tone-badge"))
    expect(rows.nth(2)).to_be_visible()
    points = [int(row.locator(".tone-badge").inner_text()) for row in rows.all()]
    assert sum(points) == total >= 60
    expect(rows.filter(has_text="问价")).to_contain_text(ASK_PRICE.rstrip("？"))


def test_a_tag_tells_the_event_the_rule_and_wecoms_answer(split: Split):
    split.scan("朋友圈广告", "蒋白露")
    split.say(ASK_PRICE)
    split.line(f"蒋白露：{ASK_PRICE}").locator(".chip").filter(has_text="问价").click()
    tag = split.beside.locator("details.tag-reason").filter(has_text="问价")
    expect(tag.locator("dl")).to_be_hidden()
    tag.locator("summary").click()
    told = {
        row.locator("dt").inner_text(): row.locator("dd").inner_text()
        for row in tag.locator(".facts-row").all()
    }
    assert told["触发事件"] == "客户发来消息"
    assert told["规则"].endswith("问价 @v1")
    assert told["企业微信的答复"].endswith("0 ok")
    assert told["原因"]


def test_nobody_misses_the_welcome_however_fast_time_runs(split: Split):
    split.pace("600×")
    try:
        for name in ("苏一", "苏二", "苏三"):
            split.scan("徐汇门店", name)
            expect(split.screen.get_by_text("欢迎来到徐汇门店")).to_be_visible()
            split.home()
    finally:
        split.pace("60×")
