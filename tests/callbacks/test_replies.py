"""A member writes to the app and is answered in the same breath; nobody else is."""

import re

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message

from app.db import transaction
from tests.callbacks.conftest import Knock
from tests.callbacks.sealing import AES_KEY, TOKEN, event, seal
from tests.conftest import CORP, MOMENT
from tests.insight.story import tell
from tests.town import Town

THEIRS = WeChatCrypto(TOKEN, AES_KEY, CORP)


def said(words: str, **more: str) -> str:
    fields = {
        "ToUserName": CORP,
        "FromUserName": "WangGuWen",
        "CreateTime": str(int(MOMENT.timestamp())),
        "MsgType": "text",
        "Content": words,
        "MsgId": "7",
        "AgentID": "1000002",
        **more,
    }
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>"


def opened(text: str) -> str:
    """The words of a sealed answer, opened as WeCom would."""
    outer = dict(re.findall(r"<(\w+)>(?:<!\[CDATA\[)?([^\]<]+)", text))
    seal_of_it = (outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"])
    return str(parse_message(THEIRS.decrypt_message(text, *seal_of_it))._data["Content"])


def test_a_member_is_told_how_to_ask(knock: Knock) -> None:
    answer = knock(seal(said("在吗")))
    assert answer.status_code == 200
    assert "没有待办" in opened(answer.text)


def test_a_member_is_told_of_what_is_to_be_done_and_where(knock: Knock) -> None:
    with transaction() as session:
        tell(session)
    words = opened(knock(seal(said("今天", FromUserName="Zhang"))).text)
    assert words.startswith("您有 1 项待办：http")
    assert words.endswith("/sidebar?userid=zhang")
    leads = opened(knock(seal(said("我的商机", FromUserName="zhang", MsgId="8"))).text)
    assert leads.startswith("您有 1 条进行中的商机：http")


@pytest.mark.parametrize("words", [event(), said("", MsgType="image")])
def test_events_and_pictures_are_heard_without_an_answer(knock: Knock, words: str) -> None:
    assert knock(seal(words)).text == "success"


def test_where_the_app_receives_json_nothing_is_answered(knock: Knock) -> None:
    words = f'{{"ToUserName":"{CORP}","FromUserName":"lina","CreateTime":"1","MsgType":"text"}}'
    assert knock(seal(words, as_json=True)).text == "success"


def test_the_simulated_wecom_shows_the_answer_to_the_member(town: Town) -> None:
    town.wecom.post("/apps/say", {"userid": "lina", "text": "你好"})
    town.settle()
    shown = town.wecom.get("/staff/lina/messages")["messages"]
    assert [one["from"] for one in shown] == ["member", "app"]
    assert "待办" in str(shown[1])
