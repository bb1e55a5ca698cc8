"""Operations print one code for several groups; the next group opens when the first has its people."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside


def way_at_wecom(outside: Outside, name: str) -> dict[str, Any] | None:
    ways = outside.see("truth")["groups"]["ways"]
    return next((way for way in ways if way["fields"]["remark"] == name), None)


def stands_as(desk: Desk, group: str, state: str) -> None:
    """A group of the pool is full, open, or waits."""
    desk.shows_soon(lambda: desk.row(group).locator(".tone-badge"), desk(state))


def found(desk: Desk, outside: Outside, group: str) -> None:
    """A new group is on the list before the next one is founded, so that it fills first."""
    outside.order("groups/create", owner="lina", name=group, members=["zhaolei"])
    desk.press("更新群列表")
    expect(desk.page.get_by_text(group)).to_be_visible()


def create(desk: Desk, outside: Outside, name: str, groups: tuple[str, str]) -> None:
    """The form is sent with two mistakes, and nothing that was typed is lost."""
    desk.go("/group-codes/new")
    desk.fill(name=name, source="社群")
    desk.press("创建群活码")
    desk.sees("请至少选择一个群")
    desk.has(name=name, source="社群")
    for group in groups:
        found(desk, outside, group)
        desk.has(name=name, source="社群")
    for group in groups:
        desk.tick("pool", group)
    desk.fill(switch_at="3")
    desk.press("创建群活码")
    desk.is_told("自动建群时请填写群名前缀")
    desk.page.get_by_label(desk("企业微信自动建新群")).uncheck()
    desk.press("创建群活码")
    desk.sees("已保存并同步到企业微信")
    expect(desk.page.get_by_role("img", name=desk("%(name)s 的二维码", name=name))).to_be_visible()


def test_a_group_code_fills_one_group_after_the_other(desk: Desk, outside: Outside):
    name, first, second = (desk.own(one) for one in ("福利社", "福利一群", "福利二群"))
    create(desk, outside, name, (first, second))
    stands_as(desk, first, "正在进")
    way = way_at_wecom(outside, name)
    assert way is not None
    customer = {"name": desk.own("宁夏")}
    outside.order("groups/join", config_id=way["config_id"], customer=customer)
    stands_as(desk, first, "已满")
    stands_as(desk, second, "正在进")
    desk.shows_soon(lambda: desk.page.locator(".stat-value"), "1")

    desk.follow("编辑")
    desk.page.get_by_label(desk("企业微信自动建新群")).check()
    desk.fill(name=desk.own("福利社二期"), room_base_name=desk.own("福利群"))
    desk.press("保存")
    desk.sees("已保存并同步到企业微信")
    changed = way_at_wecom(outside, desk.own("福利社二期"))
    assert changed is not None
    assert changed["fields"]["room_base_name"] == desk.own("福利群")

    desk.press("删除")
    desk.agree()
    desk.sees("群活码已删除")
    assert way_at_wecom(outside, desk.own("福利社二期")) is None
    desk.go("/group-codes?status=stopped")
    desk.open(desk.own("福利社二期"))
    desk.sees("二维码已删除，扫描不再有效。")
