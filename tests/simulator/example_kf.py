"""微信客服 and the archive's rooms of the example corp."""

from tests.simulator.examples import Example

KINDS = (
    "image",
    "voice",
    "video",
    "file",
    "link",
    "location",
    "miniprogram",
    "business_card",
    "channels_shop_product",
    "channels_shop_order",
    "channels",
)
QUOTED = {"send_time": 1, "msgtype": "text", "sender_name": "甲", "msg_content": "{}"}
MENU = {
    "head_content": "请选择",
    "list": [{"type": "click", "click": {"id": "101", "content": "人工"}}],
}


def kf(example: Example) -> None:
    """An account with a servicer, and a customer who has entered, asked and taken words back."""
    for name in ("售后", "售前"):
        told = example.done("kf/account", name=name, userids=["wangguwen", "lina"], departments=[2])
        example.ids["open_kfid"] = told["open_kfid"]
    account = {"open_kfid": example.ids["open_kfid"]}
    example.done("kf/configure", userids=["wangguwen"], departments=[2], chat_ids=["wr1"])
    way = example.made("kf/add_contact_way", **account, scene="web")
    example.done(
        "kf/enter",
        customer="first",
        url=f"{way['url']}&scene_param=a",
        wechat_channels={"nickname": "视频号", "scene": 1, "shop_nickname": "小店"},
    )
    entered = example.made("kf/sync_msg", **account, limit=1000)
    codes = [line.get("event", {}).get("welcome_code") for line in entered["msg_list"]]
    example.ids["code"] = next(code for code in codes if code)
    example.ids["kf.msgid"] = "m1"
    example.done("kf/say", customer="first", text="在吗")


def kf_talk(example: Example) -> None:
    """The customer says all that can be said, is served, handed on, and the talk ends."""
    account = {"open_kfid": example.ids["open_kfid"]}
    whom = {"external_userid": example.ids["external_userid"]}
    send = {**account, "touser": whom["external_userid"]}
    example.made("kf/send_msg", **send, msgtype="msgmenu", msgmenu=MENU)
    example.done("kf/say", customer="first", menu_id="101")
    for kind in KINDS:
        example.done("kf/say", customer="first", msgtype=kind)
    merged = {"title": "聊天记录", "item": [QUOTED]}
    example.done("kf/say", customer="first", msgtype="merged_msg", merged_msg=merged)
    example.done("kf/recall", customer="first")
    example.done("kf/fail", **account, fail_type=7)
    example.made("kf/send_msg", **send, msgtype="text", text={"content": "您好"})
    example.made("kf/service_state/trans", **account, **whom, service_state=2)
    example.done("kf/take", customer="first", userid="wangguwen")
    example.made("kf/service_state/get", **account, **whom)
    said = example.done("kf/servicer_say", customer="first", text="在")
    example.done("kf/recall", customer="first", msgid=said["msgid"])
    example.done("kf/transfer", customer="first", to="lina")
    example.done("kf/servicer_status", userid="wangguwen", status="stopped")
    example.done("kf/end", customer="first")
    example.made("kf/sync_msg", **account, limit=1000)


def rooms(example: Example) -> None:
    """A room of members, and a robot."""
    room = example.done("archive/room", members=["wangguwen", "lina"], name="内部群", notice="你好")
    example.ids["roomid"] = room["roomid"]
    mixed = example.done("archive/room", members=["lina"], customers=["first"], name="客户群")
    example.ids["mixed_roomid"] = mixed["roomid"]
    example.done("archive/consent", customer="first", roomid=mixed["roomid"], status="agree")
    example.ids["robot_id"] = example.done("archive/robot", userid="lina", name="助手")["robot_id"]
