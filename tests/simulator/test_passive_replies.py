"""What an app answers inside its callback's response is opened and shown to the member."""

import json

import pytest
import xmltodict

from bots.simulator import courier
from bots.simulator.events import as_xml
from tests.simulator import wecom_samples
from tests.simulator.cards import BUTTONS, card_on_phone, send_card
from tests.simulator.uploads import medium

AT = "1772413200"
PUBLISHED = [
    *wecom_samples.names("messages", "reply.*.xml"),
    *wecom_samples.names("events", "Message*.gowecom.xml"),
]


def sealed(receiver, fields, *, to="lina"):
    """A reply in wechatpy's envelope: another hand than the simulator's."""
    head = {"ToUserName": to, "FromUserName": receiver.corpid, "CreateTime": 1772413200}
    return receiver.crypto.encrypt_message(as_xml({**head, **fields}), "nonce", AT).encode()


def answer(sim, receiver, fields, **say):
    receiver.replies.append(sealed(receiver, fields))
    assert sim.order("apps/say", userid="lina", **(say or {"text": "在吗"}))["ok"]
    sim.settle()


def shown(sim):
    rows = sim.see("staff/lina/messages")["messages"]
    return [row for row in rows if row["from"] == "app"]


def why(sim):
    return [reply["why"] for reply in sim.see("truth")["messages"]["replies"]]


def test_a_text_is_shown_and_cut_after_2048_bytes(sim, receiver):
    answer(sim, receiver, {"MsgType": "text", "Content": "长" * 700})
    (row,) = shown(sim)
    assert (row["msgtype"], row["text"]) == ("text", "长" * 682)


def test_media_and_articles_are_shown(sim, receiver):
    media = {kind: medium(sim, kind) for kind in ("image", "voice", "video")}
    for kind, media_id in media.items():
        answer(sim, receiver, {"MsgType": kind, kind.capitalize(): {"MediaId": media_id}})
    article = {"Title": "课程", "Description": "", "PicUrl": "", "Url": "https://example.com"}
    articles = {"ArticleCount": 1, "Articles": {"item": article}}
    answer(sim, receiver, {"MsgType": "news", **articles})
    rows = shown(sim)
    assert [row.get("media_id") for row in rows] == [*media.values(), None]
    assert rows[3]["articles"][0]["title"] == "课程"
    assert why(sim) == [""] * 4


@wecom_samples.wanted
def test_published_replies_are_understood(sim, receiver):
    media = {kind: medium(sim, kind) for kind in ("image", "voice", "video")}
    for name in PUBLISHED:
        fields = wecom_samples.fields(name)
        part = fields.get(fields["MsgType"].capitalize())
        if part:
            part["MediaId"] = media[fields["MsgType"]]
        answer(sim, receiver, {**fields, "ToUserName": "lina"})
    refused = {words for words in why(sim) if words}
    assert refused == {"a reply of type update_taskcard"}  # with the older task cards
    assert len(shown(sim)) == 11


def test_a_reply_that_comes_too_late_is_not_shown(sim, receiver, monkeypatch):
    monkeypatch.setattr(courier, "SECONDS_TO_ANSWER", 0.1)
    receiver.hang_for = [0.3]
    late, soon = ({"MsgType": "text", "Content": words} for words in ("晚了", "这次及时"))
    receiver.replies += [sealed(receiver, late), sealed(receiver, soon)]
    sim.order("apps/say", userid="lina", text="在吗")
    sim.settle()
    assert len(shown(sim)) == 1
    (delivery,) = sim.see("truth")["callbacks"]
    assert [one.get("status") for one in delivery["tries"]] == [None, 200]


@pytest.mark.parametrize("words", [b"", b"success"])
def test_silence_is_no_reply(sim, receiver, words):
    receiver.replies.append(words)
    sim.order("apps/say", userid="lina", text="在吗")
    sim.settle()
    assert (shown(sim), why(sim)) == ([], [])


def test_replies_that_come_to_nothing_say_why(sim, receiver):
    good = {"MsgType": "text", "Content": "好"}
    mistakes = [
        b"nonsense",
        b"{}",
        sealed(receiver, good).replace(b"nonce", b"other"),
        sealed(receiver, good, to="chenxi"),
        sealed(receiver, {"MsgType": "poem"}),
        sealed(receiver, {"MsgType": "text", "Content": ""}),
        sealed(receiver, {"MsgType": "image", "Image": {"MediaId": "M"}}),
        sealed(receiver, {"MsgType": "news", "Articles": {}}),
        sealed(receiver, {"MsgType": "video", "Video": "a word where fields belong"}),
        sealed(receiver, {"MsgType": "update_template_card", "TemplateCard": {}}),
        sealed(receiver, {"MsgType": "update_button", "Button": {"ReplaceName": "好"}}),
    ]
    receiver.replies += mistakes
    for _ in mistakes:
        sim.order("apps/say", userid="lina", text="在吗")
    sim.settle()
    assert shown(sim) == []
    assert [bool(words) for words in why(sim)] == [True] * len(mistakes)
    assert {d["state"] for d in sim.see("truth")["callbacks"]} == {"delivered"}


def test_only_some_events_take_a_reply(sim, receiver):
    receiver.replies += [sealed(receiver, {"MsgType": "text", "Content": "好"})] * 2
    sim.order("apps/unsubscribe", userid="lina")
    sim.settle()
    sim.order("apps/enter", userid="lina")
    sim.settle()
    assert why(sim) == ["unsubscribe takes no reply", ""]
    assert len(shown(sim)) == 1


def test_a_pressed_card_is_updated_by_the_reply(sim, receiver):
    send_card(sim, BUTTONS)
    receiver.replies.append(
        sealed(receiver, {"MsgType": "update_button", "Button": {"ReplaceName": "已联系"}})
    )
    sim.order("apps/press_card", userid="lina", key="called")
    sim.settle()
    assert card_on_phone(sim)["replaced_by"] == "已联系"


def test_a_whole_card_comes_in_camel_case(sim, receiver):
    send_card(sim, BUTTONS)
    card = {
        "CardType": "text_notice",
        "MainTitle": {"Title": "已联系", "Desc": "李娜"},
        "HorizontalContentList": [{"KeyName": "客户", "Value": "安"}],
        "JumpList": {"Title": "看", "Type": 1, "Url": "https://example.com"},
        "CardAction": {"Type": 1, "Url": "https://example.com"},
    }
    reply = sealed(receiver, {"MsgType": "update_template_card", "TemplateCard": card})
    receiver.replies.append(reply)
    sim.order("apps/press_card", userid="lina", key="called")
    sim.settle()
    assert card_on_phone(sim)["template_card"] == {
        "task_id": "buttons",
        "card_type": "text_notice",
        "main_title": {"title": "已联系", "desc": "李娜"},
        "horizontal_content_list": [{"keyname": "客户", "value": "安"}],
        "jump_list": [{"title": "看", "type": 1, "url": "https://example.com"}],
        "card_action": {"type": 1, "url": "https://example.com"},
    }


def test_an_app_that_chose_json_answers_in_json(sim, receiver):
    sim.world.corp.main.format = "json"
    plain = {"ToUserName": "lina", "MsgType": "text", "Content": "好"}
    xml = receiver.crypto.encrypt_message(json.dumps(plain), "nonce", AT)
    fields = xmltodict.parse(xml)["xml"]
    spelt = {
        "encrypt": fields["Encrypt"],
        "msgsignature": fields["MsgSignature"],
        "timestamp": int(AT),
        "nonce": "nonce",
    }
    receiver.replies.append(json.dumps(spelt).encode())
    sim.order("apps/say", userid="lina", text="在吗")
    sim.settle()
    assert [row["text"] for row in shown(sim)] == ["好"]
