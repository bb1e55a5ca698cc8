"""Operations write the welcome of groups; the group says it to whoever comes in."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside


def at_wecom(outside: Outside, words: str) -> list[dict[str, Any]]:
    """The group welcomes with these words."""
    welcomes = outside.see("truth")["groups"]["welcomes"]
    return [one for one in welcomes if words in str(one["text"])]


def welcome(desk: Desk, name: str, words: str) -> None:
    """The form is filled in: the customer's name, then the words."""
    desk.fill(name=name, welcome_text="")
    desk.page.locator("[data-insert]").click()
    desk.page.locator("#welcome_text").press_sequentially(f"，{words}")
    expect(desk.page.locator("#phone .bubble-text")).to_have_text(f"{desk('小林')}，{words}")
    desk.press("保存并同步")
    expect(desk.row(name)).to_contain_text(desk("已同步"))


def test_a_group_welcome_is_counted_kept_heard_changed_and_deleted(desk: Desk, outside: Outside):
    name, words = desk.own("新人进群"), desk.own("欢迎进群")
    desk.page.set_viewport_size({"width": 360, "height": 800})
    desk.go("/group-welcomes")
    desk.follow("新建入群欢迎语")
    desk.fill(name=name, welcome_text="好" * 1334)
    desk.press("保存并同步")
    desk.sees("还没有保存，请修改标红的地方。")
    desk.has(name=name, welcome_text="好" * 1334)
    welcome(desk, name, words)
    (kept,) = at_wecom(outside, words)

    group = outside.order(
        "groups/create", owner="lina", name=desk.own("体验群"), members=["zhaolei"]
    )
    outside.order("groups/welcome", chat_id=group["chat_id"], template_id=kept["template_id"])
    met = outside.order("groups/join", chat_id=group["chat_id"], customer={"name": "鹿鸣"})
    assert f"鹿鸣，{words}" in heard(outside, met["joined"][0])

    desk.open(name)
    desk.fill(welcome_text=f"{words}，请看群公告")
    desk.press("保存并同步")
    expect(desk.row(name)).to_contain_text(desk("已同步"))
    assert at_wecom(outside, f"{words}，请看群公告") != []
    desk.row(name).get_by_role("button", name=desk("删除")).click()
    desk.agree()
    expect(desk.row(name)).to_have_count(0)
    assert at_wecom(outside, words) == []


def heard(outside: Outside, customer: str) -> list[str]:
    """What groups have said to a customer."""
    groups = outside.see(f"phone/{customer}")["groups"]
    return [message["text"] for group in groups for message in group["messages"]]
