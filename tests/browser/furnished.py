"""A house with something in every list of live codes and other doors, made through its own pages."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, Outside
from tests.browser.test_code_batches import HEAD, uploaded
from tests.browser.test_group_welcomes import welcome
from tests.browser.test_landing_pages import new_page
from tests.browser.test_stores import enter_store
from tests.browser.test_welcomes import FILES


def furnish(desk: Desk, outside: Outside, folder: Path) -> dict[str, str]:
    """What each page is called → its path."""
    return {
        "code": scheduled_code(desk),
        "link": link(desk),
        "group-code": group_code(desk, outside),
        "landing": landing(desk),
        "stores": stores(desk),
        **batch(desk, folder / "展位.csv"),
        "group-welcomes": group_welcome(desk),
        "material": material(desk),
    }


def here(desk: Desk) -> str:
    return "/" + desk.page.url.split("/", 3)[3].split("#")[0]


def scheduled_code(desk: Desk) -> str:
    desk.go("/codes/new")
    desk.fill(name="秋季展会 3 号馆", source="展会", folder="展会", staff_day="50")
    desk.tick("userids", "李娜")
    desk.tick("fallback", "赵磊")
    desk.press("添加时段")
    desk.tick("period-0-userids", "王顾文")
    desk.fill(welcome_text="您好，欢迎来到 3 号馆！资料和报价都在这里，有问题随时找我。")
    desk.press("创建活码")
    desk.sees("已保存并同步到企业微信")
    return here(desk)


def link(desk: Desk) -> str:
    desk.go("/links/new")
    desk.fill(name="抖音直播间", source="抖音")
    desk.tick("userids", "李娜")
    desk.tick("userids", "赵磊")
    desk.press("创建链接")
    for place in ("主页简介", "评论区置顶"):
        desk.fill(placement=place)
        desk.press("添加")
        desk.sees("已添加投放位置")
    return here(desk)


def group_code(desk: Desk, outside: Outside) -> str:
    for group in ("新品体验一群", "新品体验二群"):
        outside.order("groups/create", owner="lina", name=group, members=["zhaolei"])
    desk.go("/group-codes/new")
    desk.press("更新群列表")
    desk.fill(name="新品体验群", room_base_name="新品体验群", source="社群")
    desk.tick("pool", "新品体验一群")
    desk.tick("pool", "新品体验二群")
    desk.press("创建群活码")
    desk.sees("已保存并同步到企业微信")
    return here(desk)


def landing(desk: Desk) -> str:
    new_page(desk, "秋季课程报名")
    desk.fill(sources="抖音\n朋友圈广告\n线下海报")
    desk.press("创建落地页")
    desk.sees("落地页已保存")
    return here(desk)


def stores(desk: Desk) -> str:
    desk.go("/stores")
    for name, city, code in (("徐汇滨江店", "上海", "徐汇门店"), ("西湖店", "杭州", "官网首页")):
        enter_store(desk, name, city, code)
        desk.sees("门店已保存")
    return here(desk)


def batch(desk: Desk, sheet: Path) -> dict[str, str]:
    rows = [f"展位 {number:02},李娜,,展会" for number in range(1, 7)]
    uploaded(desk, sheet, "\n".join([HEAD, *rows, "展位 07,无名氏,,展会"]))
    desk.press("创建 %(count)s 个活码", count=6)
    desk.sees("%(ready)s / %(made)s 个活码已经可以使用", ready=6, made=6)
    batch = here(desk)
    return {"batch": batch, "batch-sheet": f"{batch}/sheet", "batches": "/codes/batches"}


def group_welcome(desk: Desk) -> str:
    desk.go("/group-welcomes/new")
    welcome(desk, "新人进群", "欢迎进群，群公告里有资料和活动安排")
    return here(desk)


def material(desk: Desk) -> str:
    desk.go("/materials")
    desk.page.locator("#files").set_input_files(FILES[:1])
    desk.press("上传")
    desk.open("海报.png")
    expect(desk.page.locator(".material-preview")).to_be_visible()
    return here(desk)
