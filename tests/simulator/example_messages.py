"""Cards, group talks, menu and robot of the example corp's app."""

from tests.simulator.examples import Example

AGENTID = 1000002
CARD = {
    "card_type": "button_interaction",
    "main_title": {"title": "新商机"},
    "task_id": "t1",
    "button_list": [{"text": "已处理", "key": "done"}],
}


def cards(example: Example) -> None:
    """A card with a button, whose answer tells how to change it; a menu; a robot in a group."""
    card = example.made(
        "message/send",
        touser="wangguwen",
        agentid=AGENTID,
        msgtype="template_card",
        template_card=CARD,
    )
    example.ids |= {"app_msgid": card["msgid"], "response_code": card["response_code"]}
    example.ids["robot_key"] = example.done("robots/add", name="播报")["key"]
    today = {"type": "click", "name": "今日", "key": "today"}
    page = {"type": "view", "name": "官网", "url": "https://example.com"}
    scan = {"type": "scancode_push", "name": "扫码", "key": "scan"}
    app = {"type": "view_miniprogram", "name": "小程序", "pagepath": "a", "appid": "wx1"}
    menu = {"button": [today, {"name": "更多", "sub_button": [page, scan, app]}]}
    assert example.call("menu/create", menu, agentid=AGENTID)["errcode"] == 0


def talks(example: Example) -> None:
    """A group talk that the app has made."""
    example.made(
        "appchat/create",
        name="战报",
        owner="wangguwen",
        userlist=["wangguwen", "lina"],
        chatid="C1",
    )
