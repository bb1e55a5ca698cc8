"""An app's menu is made, read back and deleted, and refused where WeCom refuses it."""

from bots.simulator.models import Json
from tests.simulator import wecom_samples
from tests.simulator.test_app_talk import MENU, make_menu

CLICK = {"type": "click", "name": "价格", "key": "prices"}


@wecom_samples.wanted
def test_the_published_menu_is_read_back_as_it_was_made(sim):
    menu = wecom_samples.sample("api/menu.create.request.json")["button"]
    wanted = wecom_samples.sample("api/menu.get.response.json")
    assert len(menu) == 5  # the sample shows every type and so more than a menu may have
    assert make_menu(sim, *menu)["errcode"] == 40016
    for first in range(0, len(menu), 3):
        assert make_menu(sim, *menu[first : first + 3])["errcode"] == 0
        told = sim.ask("menu/get", agentid=1000002)
        assert told["button"] == wanted["button"][first : first + 3]


def test_a_deleted_menu_is_not_there(sim):
    assert sim.ask("menu/get", agentid=1000002)["errcode"] == 46003
    make_menu(sim, CLICK)
    assert sim.see("staff/lina/messages")["menus"] == {"1000002": {"button": [CLICK]}}
    assert sim.ask("menu/delete", agentid=1000002)["errcode"] == 0
    assert sim.ask("menu/get", agentid=1000002)["errcode"] == 46003
    assert sim.order("apps/tap", userid="lina", key="prices")["ok"] is False


def test_menus_that_are_refused(sim):
    sub: Json = {"name": "更多", "sub_button": [CLICK]}
    cases: list[tuple[list[Json], int]] = [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ([{**CLICK, "name": ""}], 41102),
        ([{**CLICK, "name": "六个汉字太长"}], 40025),
        ([{**sub, "sub_button": [{**CLICK, "name": "六个汉字可以"}]}], 0),
        ([{**sub, "sub_button": [CLICK] * 6}], 40023),
        ([{**sub, "sub_button": [sub]}], 40022),
        ([{**CLICK, "type": "poem"}], 40024),
        ([{**CLICK, "key": "k" * 129}], 40026),
        ([{"type": "view", "name": "官网", "url": "u" * 1025}], 40027),
        ([{"type": "view", "name": "官网"}], 41010),
        ([{"type": "view_miniprogram", "name": "小程序", "appid": "wx1"}], 40063),
    ]
    told = [(buttons, make_menu(sim, *buttons)["errcode"]) for buttons, _ in cases]
    assert told == cases
    assert sim.ask("menu/get")["errcode"] == 41011
    assert sim.ask("menu/get", agentid=7)["errcode"] == 301002


def test_a_mini_program_is_named_by_its_page(sim, receiver):
    make_menu(
        sim, {"type": "view_miniprogram", "name": "报名", "pagepath": "a.html", "appid": "wx1"}
    )
    assert sim.order("apps/tap", userid="lina", name="报名")["ok"]
    sim.settle()
    (event,) = receiver.events
    assert (event["Event"], event["EventKey"]) == ("view_miniprogram", "a.html")


def test_a_scan_and_pictures_say_what_they_found(sim, receiver):
    make_menu(sim, *MENU)
    sim.order("apps/tap", userid="lina", key="scan", scan_result="https://example.com/q")
    sim.order("apps/tap", userid="lina", name="相册", count=2)
    sim.settle()
    scan, album = receiver.events
    assert scan["ScanCodeInfo"] == {"ScanType": "qrcode", "ScanResult": "https://example.com/q"}
    assert album["SendPicsInfo"]["Count"] == "2"
    assert len(album["SendPicsInfo"]["PicList"]["item"]) == 2
