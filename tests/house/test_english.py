"""Who reads English meets no Chinese but what somebody typed, also in what was decided long ago."""

import html
import re

import pytest
from flask.testing import FlaskClient

from app.console.auth import make_login_link
from app.console.language import DEFAULT_LOCALE, LOCALES
from app.db import reading, transaction
from app.leads.models import Lead
from tests.conftest import CORP
from tests.house.english_corp import ANNA, BOB, CARA, tell

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PAGES = (
    "/overview",
    f"/customers/{ANNA}",
    f"/customers/{BOB}",
    f"/customers/{CARA}",
    f"/sidebar/{ANNA}",
    f"/sidebar/{BOB}",
    "/rules",
    "/leads",
    "/leads/board",
    "/leads/rules",
    "/leads/export.csv",
    "/sops/1",
    "/background",
    "/background?tab=outbox",
    "/background?tab=outbox&page=2",
)
# what was decided about somebody → as it is read in Chinese and in English
DECIDED = {
    "客户添加了成员，渠道没有自己的欢迎语，发送默认欢迎语；1 个附件尚未上传到企业微信，已略过": "left out",
    "客户通过渠道「Expo」添加，按渠道的备注模板设置备注": "The customer came through channel “Expo”",
    "周一 09:30 添加，在 06:00–12:00 之内": "Added Mon 09:30, within 06:00–12:00",
    "标签规则 渠道 Expo": "Tag rule Channel Expo",
    "客户消息含关键词「price」「cost」": "The customer's message contains “price”, “cost”",
    "通过渠道「Expo」添加": "Came through channel “Expo”",
    "SOP「Three steps」第 2 步到期": "Step 2 of SOP “Three steps” was due",
    "未发送（41048）：没有可以发送的客户": "Not sent (41048): ",
    "消息含关键词「price」": "A message contains “price”",
    "添加后 26 分钟回复": "Replied 26 min after adding",
    "发来第 2 条消息": "Sent message no. 2",
    "有标签「Hot」": "Has the tag “Hot”",
    "客户已没有好友关系": "The customer is no friend of any staff member",
    "客户已回复，SOP 结束": "The customer replied; SOP ended",
    "客户已删除成员，SOP 结束": "The customer removed the staff member; SOP ended",
    "欢迎语只有附件，而附件还没有上传到企业微信": "Unprocessable: The welcome is attachments only",
}


@pytest.fixture
def boss(house: None) -> FlaskClient:
    """Somebody who has just logged in to a corp with a history."""
    from wsgi import create_app

    tell()
    with transaction() as session:
        token = make_login_link(session, CORP, "boss", "admin", name="Boss")
    client = create_app().test_client()
    assert client.get(f"/login/{token}").status_code == 302
    return client


def read(boss: FlaskClient, locale: str) -> dict[str, str]:
    """Every page with a history, as `locale` reads it."""
    with boss.session_transaction() as session:
        session["locale"] = locale
    with reading() as session:
        leads = [f"/leads/{lead.id}" for lead in session.query(Lead)]
    assert len(leads) == 2
    found = {page: boss.get(page) for page in (*PAGES, *leads)}
    found["/rules/try"] = tried(boss)
    assert {
        page: answer.status_code for page, answer in found.items() if answer.status_code != 200
    } == {}
    return {page: html.unescape(answer.text) for page, answer in found.items()}


def tried(boss: FlaskClient):
    form = boss.get("/rules").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    sentence = {"sentence": "The cost and the price?", "csrf_token": token[1]}
    return boss.post("/rules/try", data=sentence)


def test_in_english_there_is_no_chinese(boss: FlaskClient):
    for page, text in read(boss, "en").items():
        left = CHINESE.findall(text.replace(LOCALES[DEFAULT_LOCALE], ""))
        assert left == [], page


def test_what_was_decided_is_read_in_both_languages(boss: FlaskClient):
    chinese, english = ("\n".join(read(boss, locale).values()) for locale in ("zh_Hans_CN", "en"))
    for reason, in_english in DECIDED.items():
        assert reason in chinese, "else the other test proves nothing"
        assert in_english in english


def test_the_try_box_tells_its_reason_in_english(boss: FlaskClient):
    told = read(boss, "en")["/rules/try"]
    assert "“Asks” matches: The customer's message contains “price”, “cost”" in told


def test_kinds_of_events_have_names_and_keep_ours_on_hover(boss: FlaskClient):
    chinese, english = (read(boss, locale)["/background"] for locale in ("zh_Hans_CN", "en"))
    assert '<option value="FollowAdded" title="FollowAdded">添加客户</option>' in chinese
    assert '<option value="FollowAdded" title="FollowAdded">Customer added</option>' in english
    assert '<span title="FollowLost">The customer removed Lina</span>' in english
