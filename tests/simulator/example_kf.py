"""微信客服 and the archive's rooms of the example corp."""

from bots.simulator.models import Json
from tests.simulator.examples import Example

SHOP = {"shop_nickname": "小店", "shop_head_img": "https://example.com/a.png"}
# What a customer may send, besides words and files.
SENT: Json = {
    "channels_shop_product": {
        "product_id": "p1",
        "head_img": "https://example.com/a.png",
        "title": "产品",
        "sales_price": 100,
        **SHOP,
    },
    "channels_shop_order": {
        "order_id": "o1",
        "product_titles": "产品",
        "price_wording": "1 元",
        "state": "已付款",
        "image_url": "https://example.com/a.png",
        "shop_nickname": "小店",
    },
    "channels": {"sub_type": 1, "nickname": "视频号", "title": "动态"},
    "merged_msg": {
        "title": "聊天记录",
        "item": [{"send_time": 1, "msgtype": "text", "sender_name": "甲", "msg_content": "{}"}],
    },
}


def kf(example: Example) -> None:
    """An account with a servicer, and a customer who has entered, asked and taken words back."""
    for name in ("售后", "售前"):
        told = example.done("kf/account", name=name, userids=["wangguwen"], departments=[2])
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
    """A member serves the customer; both say much, and take some of it back."""
    account = {"open_kfid": example.ids["open_kfid"]}
    whom = {"external_userid": example.ids["external_userid"]}
    for kind, part in SENT.items():
        example.done("kf/say", customer="first", msgtype=kind, **{kind: part})
    example.done("kf/recall", customer="first")
    example.made(
        "kf/service_state/trans", **account, **whom, service_state=3, servicer_userid="wangguwen"
    )
    said = example.done("kf/servicer_say", customer="first", text="在")
    example.done("kf/recall", customer="first", msgid=said["msgid"])
    example.made("kf/sync_msg", **account, limit=1000)
    example.made("kf/service_state/get", **account, **whom)


def rooms(example: Example) -> None:
    """A room of members, and a robot."""
    room = example.done("archive/room", members=["wangguwen", "lina"], name="内部群", notice="你好")
    example.ids["roomid"] = room["roomid"]
    mixed = example.done("archive/room", members=["lina"], customers=["first"], name="客户群")
    example.ids["mixed_roomid"] = mixed["roomid"]
    example.done("archive/consent", customer="first", roomid=mixed["roomid"], status="agree")
    example.ids["robot_id"] = example.done("archive/robot", userid="lina", name="助手")["robot_id"]
