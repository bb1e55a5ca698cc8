"""Welcomes of groups: what we want is what WeCom holds, made once, and its refusals are told."""

import pytest
from flask.testing import FlaskClient

from app.db import reading, transaction
from app.outreach.group_welcomes import push, push_waiting
from app.outreach.library import keep_image
from app.outreach.models import GroupWelcome
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP
from tests.outreach.test_materials import corp_row_id
from tests.outreach.test_welcome_page import client, page_of

__all__ = ["client"]
TEMPLATE = "externalcontact/group_welcome_template"
ADD, EDIT, DEL = f"{TEMPLATE}/add", f"{TEMPLATE}/edit", f"{TEMPLATE}/del"
GOOD = {"key": "k1", "name": "新人进群", "welcome_text": "{客户昵称}你好", "notify": "1"}
BUSY = {"errcode": 45033, "errmsg": "api concurrent out of limit"}


@pytest.fixture(autouse=True)
def templates(wecom):
    wecom.answers[ADD] = {**OK, "template_id": "msgT"}
    wecom.answers[EDIT] = wecom.answers[DEL] = OK
    return wecom


def make(client: FlaskClient, **more: str):
    return client.post("/group-welcomes/new", data=GOOD | more)


def row() -> GroupWelcome:
    with reading() as session:
        return session.query(GroupWelcome).one()


def listed(client: FlaskClient) -> str:
    return page_of(client.get("/group-welcomes"))


def test_it_is_made_with_wecoms_own_placeholder_and_owners_are_told(client, wecom):
    assert make(client).status_code == 302
    (body,) = wecom.bodies(ADD)
    assert body == {"text": {"content": "%NICKNAME%你好"}, "notify": 1}
    assert (row().template_id, row().is_pushed) == ("msgT", True)
    assert "已同步" in listed(client)


def test_a_form_sent_twice_is_one(client, wecom):
    make(client)
    make(client)
    assert len(wecom.bodies(ADD)) == 1
    assert row().name == "新人进群"


def test_owners_are_not_told_where_nobody_wants_it(client, wecom):
    client.post("/group-welcomes/new", data={**GOOD, "notify": ""} | {"notify": ""})
    quiet = {name: value for name, value in GOOD.items() if name != "notify"}
    client.post("/group-welcomes/new", data=quiet | {"key": "k2"})
    assert [body["notify"] for body in wecom.bodies(ADD)] == [1, 0]


def test_a_change_is_brought_and_the_same_again_is_not(client, wecom):
    make(client)
    changed = GOOD | {"welcome_text": "欢迎"}
    for _ in range(2):
        client.post("/group-welcomes/1", data=changed)
    assert wecom.bodies(EDIT) == [{"template_id": "msgT", "text": {"content": "欢迎"}}]
    client.post("/group-welcomes/1", data=changed | {"name": "只改名"})
    assert len(wecom.bodies(EDIT)) == 1


def test_its_file_is_lent_before_it_is_made(client, wecom):
    with transaction() as session:
        keep_image(session, CORP, "a.png", PNG)
    make(client, **{"image-0": "1"})
    assert [path for path, _ in wecom.calls if "gettoken" not in path] == ["media/upload", ADD]
    assert wecom.bodies(ADD)[0]["image"] == {"media_id": "M1"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"welcome_text": "好" * 1001}, "欢迎语最多 3000 字节（企业微信的限制），现在是 3003 字节"),
        ({"link-0-title": "a", "link-0-url": "https://a.cn", "link-1-title": "b", "link-1-url": "https://b.cn"}, "最多 1 个附件"),
        ({"welcome_text": "我是{员工姓名}"}, "入群欢迎语只能写 {客户昵称}"),
        ({"welcome_text": ""}, "请填写欢迎语或添加附件"),
        ({"name": ""}, "请填写名称"),
    ],
)  # fmt: skip
def test_what_wecom_would_not_take_is_refused_with_the_limit_named(client, wecom, more, words):
    answer = make(client, **more)
    assert answer.status_code == 422
    assert words in page_of(answer)
    assert wecom.bodies(ADD) == []


def test_a_refusal_is_told_and_a_person_may_try_again(client, wecom):
    wecom.answers[ADD] = {"errcode": 41055, "errmsg": "too many templates"}
    make(client)
    assert "41055" in listed(client)
    push_waiting(corp_row_id())
    assert len(wecom.bodies(ADD)) == 1  # time alone does not help
    wecom.answers[ADD] = {**OK, "template_id": "msgT"}
    client.post("/group-welcomes/1/push")
    assert row().is_pushed


def test_where_wecom_was_busy_it_is_brought_again_without_a_person(client, wecom):
    wecom.answers[ADD] = BUSY
    make(client)
    assert not row().is_pushed
    wecom.answers[ADD] = {**OK, "template_id": "msgT"}
    push_waiting(corp_row_id())
    assert row().is_pushed


def test_a_lost_answer_never_makes_two(client, wecom):
    wecom.answers[ADD] = None  # made, perhaps, and the line is cut
    make(client)
    asked = len(wecom.bodies(ADD))
    wecom.answers[ADD] = {**OK, "template_id": "msgT"}
    push_waiting(corp_row_id())
    assert not push(1)
    assert len(wecom.bodies(ADD)) == asked
    assert "等人确认" in listed(client)
    client.post("/group-welcomes/1/push", data={"again": "1"})
    assert len(wecom.bodies(ADD)) == asked + 1
    assert row().is_pushed


def test_taken_away_it_is_gone_here_and_there(client, wecom):
    make(client)
    client.post("/group-welcomes/1/delete")
    assert wecom.bodies(DEL) == [{"template_id": "msgT"}]
    assert "新人进群" not in listed(client)


def test_what_wecom_has_lost_already_is_gone(client, wecom):
    make(client)
    wecom.answers[DEL] = {"errcode": 40037, "errmsg": "invalid template_id"}
    client.post("/group-welcomes/1/delete")
    assert row().is_pushed


def test_nobody_touches_another_corps(client):
    make(client)
    with client.session_transaction() as session:
        session["corp_id"] = "wwother00000000001"
    assert "新人进群" not in listed(client)
    for path in ("/group-welcomes/1", "/group-welcomes/1/push", "/group-welcomes/1/delete"):
        assert client.post(path, data=GOOD).status_code == 404
