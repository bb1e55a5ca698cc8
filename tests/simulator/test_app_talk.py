"""What members say and do in an app reaches it in the shapes of the published samples."""

from base64 import b64encode

import pytest

from tests.simulator import wecom_samples
from tests.simulator.uploads import PNG

# TABLE: sample → the act that brings the same, and its fields
SAID = {
    "events/TextMessageEvent.skit.xml": ("apps/say", {"text": "在吗"}),
    "messages/text.fastwego.xml": ("apps/say", {"text": "在吗"}),
    "messages/text.wechatpy.xml": ("apps/say", {"text": "在吗"}),
    "messages/text.xen0n.xml": ("apps/say", {"text": "在吗"}),
    "events/ImageMessageEvent.skit.xml": ("apps/say", {"msgtype": "image"}),
    "messages/image.fastwego.xml": ("apps/say", {"msgtype": "image"}),
    "events/VoiceMessageEvent.skit.xml": ("apps/say", {"msgtype": "voice"}),
    "events/VideoMessageEvent.skit.xml": ("apps/say", {"msgtype": "video"}),
    "messages/video.fastwego.xml": ("apps/say", {"msgtype": "video"}),
    "events/LocationMessageEvent.skit.xml": ("apps/say", {"msgtype": "location"}),
    "messages/location.fastwego.xml": ("apps/say", {"msgtype": "location"}),
    "messages/location.wechatpy.xml": ("apps/say", {"msgtype": "location"}),
    "events/LinkMessageEvent.skit.xml": ("apps/say", {"msgtype": "link", "title": "t", "url": "u"}),
    "messages/link.fastwego.xml": ("apps/say", {"msgtype": "link", "title": "t", "url": "u"}),
    "messages/link.wechatpy.xml": ("apps/say", {"msgtype": "link", "title": "t", "url": "u"}),
    "events/EnterAgentPushEvent.skit.xml": ("apps/enter", {}),
    "events/SubscribePushEvent.skit.xml": ("apps/subscribe", {}),
    "events/subscribe.wechatpy.xml": ("apps/subscribe", {}),
    "events/UnsubscribePushEvent.skit.xml": ("apps/unsubscribe", {}),
    "events/LocationPushEvent.skit.xml": ("apps/locate", {}),
    "events/LOCATION.wechatpy.xml": ("apps/locate", {}),
    "events/ClickPushEvent.skit.xml": ("apps/tap", {"key": "prices"}),
    "events/ViewPushEvent.skit.xml": ("apps/tap", {"name": "官网"}),
    "events/ScanCodePushEvent.skit.xml": ("apps/tap", {"key": "scan"}),
    "events/scancode_waitmsg.fastwego.xml": ("apps/tap", {"key": "wait"}),
    "events/pic_sysphoto.fastwego.xml": ("apps/tap", {"key": "photo"}),
    "events/pic_photo_or_album.fastwego.xml": ("apps/tap", {"key": "album"}),
    "events/pic_weixin.fastwego.xml": ("apps/tap", {"key": "weixin"}),
    "events/location_select.fastwego.xml": ("apps/tap", {"key": "place"}),
}

# Samples of members' doings that nothing here brings, and why.
NOT_SAID = {
    "events/CLICK.wechatpy.xml": "an old spelling of click",
    "events/VIEW.wechatpy.xml": "an old spelling of view",
    "events/TaskCardClickPushEvent.skit.xml": "task cards gave way to template cards",
    "events/taskcard_click.fastwego.xml": "task cards gave way to template cards",
    "events/pic_weixin.wechat-group.xml": "its PicList is repeated, not its item, unlike all others",
    "messages/text.wechat-group.xml": "Id belongs to chats between corps",
    "messages/text.wechat-group.2.xml": "Id belongs to chats between corps",
    "messages/notsure.wechatpy.xml": "a made-up type",
    "messages/subscribe.wechat-group.xml": "every field of every kind at once, for a parser's test",
}

MENU = [
    {"type": "click", "name": "价格", "key": "prices"},
    {"type": "view", "name": "官网", "url": "https://example.com"},
    {
        "name": "更多",
        "sub_button": [
            {"type": "scancode_push", "name": "扫码", "key": "scan"},
            {"type": "scancode_waitmsg", "name": "扫码等待", "key": "wait"},
            {"type": "pic_sysphoto", "name": "拍照", "key": "photo"},
            {"type": "pic_photo_or_album", "name": "相册", "key": "album"},
            {"type": "pic_weixin", "name": "微信相册", "key": "weixin"},
        ],
    },
]
PLACE = {"type": "location_select", "name": "位置", "key": "place"}


def make_menu(sim, *buttons):
    path = "menu/create?agentid=1000002"
    args = {"access_token": sim.token or sim.log_in()}
    where = f"{sim.base}/cgi-bin/{path}"
    return sim.http.post(where, params=args, json={"button": list(buttons)}).json()


@wecom_samples.wanted
def test_every_published_message_and_event_of_members_can_be_brought_about(sim, receiver):
    for name, (act, fields) in SAID.items():
        assert make_menu(sim, *(MENU if fields.get("key") != "place" else [PLACE]))["errcode"] == 0
        told = sim.order(act, userid="lina", **fields)
        assert told["ok"], (name, told)
        sim.settle()
        ours, theirs = receiver.events[-1], wecom_samples.fields(name)
        lacking = {
            at: words
            for at, words in wecom_samples.shape(theirs).items()
            if wecom_samples.shape(ours).get(at) != words
        }
        assert not lacking, name
        assert ours["FromUserName"] == "lina"


@wecom_samples.wanted
def test_no_sample_of_members_doings_is_left_out():
    patterns = ("*Message*Event.skit.xml", "*Push*.skit.xml", "pic_*", "scancode*", "location*")
    more = ("CLICK*", "VIEW*", "LOCATION*", "subscribe*", "taskcard*")
    there = wecom_samples.names("events", *patterns, *more)
    there += [n for n in wecom_samples.names("messages", "*.xml") if "/reply." not in n]
    elsewhere = {
        "events/TemplateCardPushEvent.skit.xml",  # test_card_presses
        "events/KfMessageEvent.skit.xml",  # customers' words, by way of 微信客服
        "events/ConversationNewMessageEvent.skit.xml",  # the archive's successor
    }
    assert set(there) == (set(SAID) | set(NOT_SAID) | elsewhere)


def test_a_member_reads_his_own_words_in_the_apps_chat(sim, receiver):
    sim.order("apps/say", userid="lina", text="今天有谁要跟进")
    words = {"msgtype": "text", "text": {"content": "三位"}}
    sim.say("message/send", touser="lina", agentid=1000002, **words)
    rows = sim.see("staff/lina/messages")["messages"]
    assert [(row["from"], row["text"]) for row in rows] == [
        ("member", "今天有谁要跟进"),
        ("app", "三位"),
    ]


def test_a_picture_that_a_member_sends_can_be_fetched_in_two_ways(sim, receiver):
    content = b64encode(PNG).decode()
    sim.order("apps/say", userid="lina", msgtype="image", content=content)
    sim.settle()
    (event,) = receiver.events
    assert sim.http.get(event["PicUrl"]).content == PNG
    args = {"access_token": sim.log_in(), "media_id": event["MediaId"]}
    assert sim.http.get(f"{sim.base}/cgi-bin/media/get", params=args).content == PNG


def test_each_message_has_an_id_of_its_own(sim, receiver):
    for _ in range(3):
        sim.order("apps/say", userid="lina", text="好")
    sim.settle()
    assert len({event["MsgId"] for event in receiver.events}) == 3


def test_a_member_outside_the_range_does_not_see_the_app(sim):
    seen = {"userids": ["lina"], "parties": []}
    assert sim.order("apps", agentid=1000002, visible=seen)["ok"]
    assert sim.order("apps/say", userid="chenxi", text="在吗")["ok"] is False
    assert sim.order("apps/unsubscribe", userid="chenxi")["ok"]


@pytest.mark.parametrize(
    "args",
    [
        {"userid": "nobody", "text": "在吗"},
        {"userid": "lina"},
        {"userid": "lina", "msgtype": "poem"},
        {"userid": "lina", "text": "在吗", "agentid": 7},
        {"userid": "lina", "msgtype": "link"},
        {"userid": "lina", "msgtype": "location", "latitude": "north"},
        {"userid": "lina", "msgtype": "image", "content": "不是"},
    ],
)
def test_what_cannot_be_said(sim, args):
    assert sim.order("apps/say", **args)["ok"] is False
    assert sim.see("staff/lina/messages")["messages"] == []
