"""The archive for people: conversations, search, a message in its talk, and keys."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.archive.models import ArchiveKey, ChatMessage
from app.archive.pages import pages
from app.archive.pull import pull
from app.console.shell import register
from app.contacts.models import ExternalContact, Follow, Staff
from app.db import reading, transaction
from app.timers import Timer
from tests.archive.vault import Vault, pem
from tests.conftest import CORP, MOMENT

ANNA = "wmAnna0000000000000000000000000a"
BERT = "wmBert0000000000000000000000000b"


@pytest.fixture
def app(house: None) -> Flask:
    made = Flask("app", static_folder=None)
    made.secret_key = "a key for tests"
    made.config["PROPAGATE_EXCEPTIONS"] = True
    register(made)
    made.register_blueprint(pages)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of the administrator."""
    client = app.test_client()
    log_in(client, "admin")
    page = client.get("/messages/keys").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client


def log_in(client: FlaskClient, role: str) -> None:
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lina", name="李娜", role=role)


@pytest.fixture
def people(house: None) -> None:
    with transaction() as session:
        for userid, name in (("lina", "李娜"), ("zhaolei", "赵磊")):
            session.add(Staff(corp_id=CORP, userid=userid, name=name, can_follow=True))
        for external_userid, name in ((ANNA, "安娜"), (BERT, "伯特")):
            session.add(ExternalContact(corp_id=CORP, external_userid=external_userid, name=name))
        session.add(
            Follow(
                corp_id=CORP,
                userid="zhaolei",
                external_userid=BERT,
                remark="老客户",
                followed_at=MOMENT,
            )
        )


def page_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def message_id(msgid: str) -> int:
    with reading() as session:
        return session.query(ChatMessage).filter_by(msgid=msgid).one().id


def rows_of(page: str) -> list[str]:
    """The table's rows without markup."""
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_a_house_without_an_archive_says_the_next_step(client: FlaskClient) -> None:
    assert "还没有接入会话存档" in page_of(client.get("/messages"))


def test_an_empty_archive_says_what_will_come(vault: Vault, client: FlaskClient) -> None:
    assert "还没有聊天记录" in page_of(client.get("/messages"))


def test_conversations_are_listed_by_their_last_message(
    vault: Vault, people: None, client: FlaskClient
) -> None:
    vault.say(ANNA, "lina", "请问多少钱")
    vault.say(BERT, "zhaolei", "在吗")
    vault.say("lina", ANNA, "一千元")
    vault.say(ANNA, "lina", "群里好", roomid="wrRoom")
    pull(1)
    rows = rows_of(page_of(client.get("/messages")))
    assert [row.removesuffix(" 刚刚") for row in rows] == [
        "客户群 wrRoom 群里好 1",
        "安娜 与 李娜 一千元 2",
        "伯特 与 赵磊 在吗 1",
    ]


def test_conversations_can_be_narrowed(vault: Vault, people: None, client: FlaskClient) -> None:
    vault.say(ANNA, "lina", "一")
    vault.say(BERT, "zhaolei", "二")
    pull(1)
    for query in ("userid=zhaolei", "customer=伯", "customer=老客户", f"customer={BERT}"):
        rows = rows_of(page_of(client.get(f"/messages?{query}")))
        assert len(rows) == 1, query
        assert rows[0].startswith("伯特"), query
    assert "没有符合条件的会话" in page_of(client.get("/messages?customer=谁也不是"))


def test_search_marks_the_words_and_pages_by_keyset(
    vault: Vault, people: None, client: FlaskClient
) -> None:
    for number in range(25):
        vault.say(ANNA, "lina", f"第{number}次问ＶＩＰ价格")
    vault.say(BERT, "zhaolei", "价格")
    pull(1)
    page = page_of(client.get("/messages?q=vip价&userid=lina"))
    assert "<mark>ＶＩＰ价</mark>" in page
    assert len(rows_of(page)) == 20
    older = re.search(r'href="(/messages\?[^"]*before=[^"]*)"', page)
    assert older is not None
    rest = rows_of(page_of(client.get(older[1].replace("&amp;", "&"))))
    assert len(rest) == 5
    assert rest[-1].startswith("第0次问")
    assert "没有找到" in page_of(client.get("/messages?q=没说过"))


def test_a_message_is_shown_in_its_talk_and_no_other(
    vault: Vault, people: None, client: FlaskClient
) -> None:
    vault.say(ANNA, "lina", "前一句")
    vault.say(BERT, "zhaolei", "别人的话")
    vault.say("lina", ANNA, "<b>这一句</b>")
    vault.say(ANNA, "lina", "后一句")
    pull(1)
    page = page_of(client.get(f"/messages/{message_id('m3')}"))
    assert page.index("前一句") < page.index("&lt;b&gt;这一句") < page.index("后一句")
    assert "别人的话" not in page
    assert "更早的" not in page


def test_a_long_talk_is_walked_in_both_directions(vault: Vault, client: FlaskClient) -> None:
    for number in range(40):
        vault.say(ANNA, "lina", f"[{number}]")
    pull(1)
    page = page_of(client.get(f"/messages/{message_id('m21')}"))
    shown = re.findall(r"\[(\d+)\]", page)
    assert shown == [str(number) for number in range(5, 36)]
    assert "更早的" in page
    assert "更晚的" in page


def test_a_revoked_message_says_so_and_unknown_types_show_what_they_hold(
    vault: Vault, client: FlaskClient
) -> None:
    vault.say(ANNA, "lina", "说错了")
    vault.say(ANNA, "lina", "", msgtype="revoke", action="recall", revoke={"pre_msgid": "m1"})
    vault.say(ANNA, "lina", "", msgtype="hologram", hologram={"beam": "<x>"})
    pull(1)
    page = page_of(client.get(f"/messages/{message_id('m1')}"))
    assert "已撤回" in page
    assert "撤回了一条消息" in page
    assert "未收录的类型 hologram" in page
    assert "&lt;x&gt;" in page
    assert "<x>" not in page


def test_another_corps_messages_do_not_exist_here(vault: Vault, client: FlaskClient) -> None:
    vault.say(ANNA, "lina", "我们的话")
    pull(1)
    log_in(client, "admin")
    with client.session_transaction() as session:
        session["corp_id"] = "wwother"
    assert client.get("/messages/1").status_code == 404
    assert "我们的话" not in page_of(client.get("/messages?q=我们"))
    assert "我们的话" not in page_of(client.get("/messages"))


def test_a_missing_key_is_named_and_heals_from_the_page(vault: Vault, client: FlaskClient) -> None:
    vault.say(ANNA, "lina", "第二版的话", version=2)
    pull(1)
    assert "缺少第 2 版私钥 1 条" in page_of(client.get("/messages"))
    typed = {"version": "2", "private_key": pem(2)}
    assert client.post("/messages/keys", data=typed).status_code == 302
    pull(1)
    page = page_of(client.get("/messages"))
    assert "第二版的话" in page
    assert "缺少第" not in page


def test_a_pull_that_failed_is_shown_with_its_error(vault: Vault, client: FlaskClient) -> None:
    with transaction() as session:
        session.query(Timer).one().error = "301052: archive expired"
    assert "上一次拉取没有成功：301052: archive expired" in page_of(client.get("/messages"))


def test_what_is_no_key_is_refused(vault: Vault, client: FlaskClient) -> None:
    answer = client.post("/messages/keys", data={"version": "两", "private_key": "secret"})
    page = page_of(answer)
    assert answer.status_code == 422
    assert "请填企业微信后台显示的版本号" in page
    assert "这不是 PEM 格式的 RSA 私钥" in page
    with reading() as session:
        assert session.query(ArchiveKey).count() == 1


def test_damaged_rows_are_opened_again_on_demand(vault: Vault, client: FlaskClient) -> None:
    good = vault.say(ANNA, "lina", "修好了")
    broken = dict(good)
    vault.rows = [{**broken, "encrypt_chat_msg": "AAAA"}]
    pull(1)
    assert "密文损坏 1 条" in page_of(client.get("/messages"))
    assert client.post("/messages/again").status_code == 302
    assert "密文损坏" not in page_of(client.get("/messages"))


@pytest.mark.parametrize("role", ["ops", "sales", "staff"])
def test_only_the_administrator_sees_the_keys(client: FlaskClient, role: str) -> None:
    log_in(client, role)
    assert client.get("/messages/keys").status_code == 403
    assert "/messages/keys" not in page_of(client.get("/messages"))
