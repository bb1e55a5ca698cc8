"""Operations make an acquisition link, hang it in two places, and take it away again."""

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside

OUT = "获客助手的额度已用完，链接暂时不能添加客户。购买后会自动恢复。"


def made(desk: Desk, name: str, member: str = "李娜") -> None:
    """A new link, its page open."""
    desk.go("/links")
    desk.follow("新建获客链接")
    desk.fill(name=name)
    desk.tick("userids", member)
    desk.press("创建链接")
    desk.sees("已保存并同步到企业微信")


def links_at_wecom(outside: Outside, name: str) -> list[str]:
    links = outside.see("truth")["acquisition"]["links"]
    return [str(link["link_id"]) for link in links if link["link_name"] == name]


def test_a_link_is_made_hung_opened_and_taken_away(desk: Desk, outside: Outside):
    name, place = desk.own("抖音主页"), desk.own("短信")
    desk.go("/links/new")
    desk.fill(name=name, source="抖音")
    desk.press("创建链接")
    desk.is_told("请至少选择一位成员或一个部门")
    desk.has(name=name, source="抖音")
    desk.tick("userids", "李娜")
    desk.press("创建链接")
    desk.sees("已保存并同步到企业微信")
    assert len(links_at_wecom(outside, name)) == 1

    desk.fill(placement=place)
    desk.press("添加")
    desk.sees("已添加投放位置")
    copy = desk.row(place).get_by_role("button", name=desk("复制地址"))
    came = outside.order(
        "links/open", url=copy.get_attribute("data-copy"), customer={"name": desk.own("安可")}
    )
    assert came["userid"] == "lina"
    desk.shows_soon(lambda: desk.row(place).get_by_role("link").first, "1")

    desk.follow("编辑")
    desk.fill(name=desk.own("抖音直播间"))
    desk.tick("userids", "赵磊")
    desk.press("保存")
    desk.sees("已保存并同步到企业微信")
    assert links_at_wecom(outside, name) == []
    assert len(links_at_wecom(outside, desk.own("抖音直播间"))) == 1

    desk.press("删除")
    desk.agree()
    desk.sees("获客链接已删除")
    assert links_at_wecom(outside, desk.own("抖音直播间")) == []
    desk.go("/links?status=stopped")
    desk.open(desk.own("抖音直播间"))
    desk.sees("已失效")


def test_quota_that_runs_out_is_told_until_there_is_more(desk: Desk, outside: Outside):
    desk.go("/links")
    desk.press("更新额度")
    desk.sees("额度已更新")
    outside.order("console/quota", set=0)
    desk.sees_soon(OUT)
    left = desk.page.locator(".stat-value").first
    expect(left).to_have_text("0")
    outside.order("console/quota", buy=500)
    desk.shows_soon(lambda: left, "500")
    desk.sees_no_more(OUT)
