"""What a phone shows of what the simulated WeCom tells."""

import pytest
from flask import Flask
from flask_babel import Babel

from app.demo.pages import pages
from app.demo.phone import bubbles, chat

MONDAY = 1772413200.0  # 2026-03-02 09:00 in Shanghai


@pytest.fixture(autouse=True)
def request_context():
    app = Flask(__name__)
    Babel(app, default_locale="zh_Hans_CN")
    app.register_blueprint(pages)
    with app.test_request_context():
        yield


def said(minutes: float = 0, by: str = "staff", kind: str = "chat", **fields: str):
    return {"at": MONDAY + 60 * minutes, "from": by, "kind": kind, "msgtype": "text", **fields}


def notices(*messages):
    return [one["text"] for one in bubbles(list(messages)) if one["from"] == "notice"]


def test_the_time_stands_above_a_message_that_comes_after_a_silence():
    first, soon, late = said(text="a"), said(4, text="b"), said(10, text="c")
    assert notices(first, soon, late) == ["03-02 09:00", "03-02 09:10"]


def test_a_welcome_says_once_that_nobody_typed_it():
    link = said(kind="welcome", msgtype="link", title="t")
    told = notices(said(kind="welcome", text="您好"), link, said(1, text="在"))
    assert told == ["03-02 09:00", "联客自动发送的欢迎语"]


def test_a_group_message_says_that_a_member_confirmed_it():
    assert notices(said(kind="group_message", text="x"))[-1] == "SOP 群发，成员已在企业微信确认"


def test_a_picture_comes_from_our_own_address_and_a_file_has_none():
    picture = list(bubbles([said(msgtype="image", media_id="m1")]))[-1]
    file = list(bubbles([said(msgtype="file", media_id="m2", title="价目表")]))[-1]
    assert picture["image"] == "/demo/media/m1"
    assert (file["image"], file["title"]) == ("", "价目表")


def test_a_link_shows_its_description():
    link = said(msgtype="link", title="三分钟", desc="一条线", url="https://example.com")
    shown = list(bubbles([link]))[-1]
    assert (shown["title"], shown["text"], shown["url"]) == (
        "三分钟",
        "一条线",
        "https://example.com",
    )


def phone(*userids: str):
    chats = [
        {"userid": one, "staff_name": one.upper(), "friend": True, "messages": []}
        for one in userids
    ]
    return {"external_userid": "wm1", "name": "张小雨", "chats": chats}


def test_the_chat_with_whom_he_added_last_is_open_unless_another_is_asked_for():
    newest, asked = chat(phone("lina", "chenxi"), ""), chat(phone("lina", "chenxi"), "lina")
    assert newest is not None
    assert asked is not None
    assert (newest.userid, newest.others) == ("chenxi", [("lina", "LINA")])
    assert asked.userid == "lina"


def test_nobody_met_means_no_chat():
    assert chat(phone(), "") is None
    assert chat(phone("lina"), "zhaolei") is None
