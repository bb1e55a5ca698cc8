"""Whole numbers are for the member who has them, and for others on purpose; nothing typed is lost."""

import csv
import io
import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.acquisition.phones import deeds
from app.acquisition.phones.models import PhoneDraft, PhoneList, PhoneLook
from app.console.auth import make_login_link
from app.db import transaction
from tests.acquisition.phones.seed import hire, items, make_list, number, rows_of
from tests.conftest import CORP

WHOLE = re.compile(r"1380000\d{4}")
ROWS = [
    ["手机", "姓名", "备注"],
    [number(1), "=1+1", "@cmd"],
    [number(2), "李四", ""],
    ["123", "", ""],
]


@pytest.fixture
def app(house):
    from wsgi import create_app

    hire()
    return create_app()


def enter(app: Flask, userid: str, role: str, corp_id: str = CORP) -> FlaskClient:
    """Somebody who has logged in, with the token that every form carries."""
    with transaction() as session:
        token = make_login_link(session, corp_id, userid, role)
    client = app.test_client()
    client.get(f"/login/{token}")
    carried = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/phones/new").text)
    assert carried is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = carried[1]
    return client


@pytest.fixture
def ops(app):
    return enter(app, "boss", "ops")


def hand_in(client, text):
    answer = client.post("/phones/new", data={"numbers": text})
    return answer.headers["Location"]


FORM = {
    "op": "keep",
    "has_head": "1",
    "column-phone": "0",
    "column-name": "1",
    "column-note": "2",
    "name": "三月展会",
    "userids": ["lina", "wangwei"],
    "weight-lina": "3",
    "reclaim_days": "7",
    "reclaim_to": "ops",
    "reminders": "1",
}


def test_an_import_from_paste_to_report(ops):
    text = "\n".join("\t".join(row) for row in ROWS)
    draft = hand_in(ops, text)
    page = ops.get(draft).text
    assert "共 3 行，2 个可以添加" in page
    assert not WHOLE.search(page)
    kept = ops.post(draft, data=FORM)
    assert kept.status_code == 302
    (made,) = rows_of(PhoneList)
    assert (made.name, made.weights) == ("三月展会", {"lina": 3, "wangwei": 1})
    assert rows_of(PhoneDraft) == []
    sheet = ops.get(f"/phones/{made.id}/report.csv")
    assert sheet.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert [line[:4] for line in lines[1:]] == [
        ["2", "138****0001", "'=1+1", "'@cmd"],
        ["3", "138****0002", "李四", ""],
        ["4", "***", "", ""],
    ]
    assert "位数不够" in lines[3][6]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "请填写名单名称"),
        ({"name": "长" * 31}, "最多 30 个字"),
        ({"userids": []}, "请至少选择一位成员"),
        ({"userids": ["nobody"]}, "请重新选择"),
        ({"reclaim_days": "9999"}, "0 到 90"),
        ({"reclaim_days": "-1"}, "0 到 90"),
        ({"reminders": "many"}, "0 到 5"),
        ({"reclaim_to": "moon"}, "请选择一种"),
        ({"remark_template": "{who}"}, "不认识"),
        ({"tag_ids": ["gone"]}, "标签已被删除"),
    ],
)
def test_a_wrong_form_loses_nothing(ops, wrong, told):
    draft = hand_in(ops, "\n".join(",".join(row) for row in ROWS))
    answer = ops.post(draft, data={**FORM, "script": "您好，展会见过", **wrong})
    assert answer.status_code == 422
    assert told in answer.text
    assert "您好，展会见过" in answer.text
    assert rows_of(PhoneList) == []
    assert len(rows_of(PhoneDraft)[0].rows) == 4


def test_other_columns_are_checked_again_and_a_draft_can_be_dropped(ops):
    draft = hand_in(ops, f"{number(1)},{number(2)}\n{number(3)},{number(4)}")
    again = ops.post(draft, data={"op": "check", "column-phone": "1", "name": "还没取"})
    assert again.status_code == 200
    assert "还没取" in again.text
    assert rows_of(PhoneDraft)[0].columns["phone"] == 1
    ops.post(f"{draft}/drop")
    assert rows_of(PhoneDraft) == []
    assert ops.get(draft).status_code == 404


def test_what_cannot_be_read_stays_on_the_page(ops):
    assert "没有读到内容" in ops.post("/phones/new", data={"numbers": " "}).text
    broken = {"file": (io.BytesIO(b"PK\x03\x04"), "名单.xlsx"), "numbers": "13800000001"}
    answer = ops.post("/phones/new", data=broken)
    assert answer.status_code == 422
    assert "打不开" in answer.text
    assert "13800000001" in answer.text


def test_only_the_member_sees_whole_numbers_and_others_on_purpose(app, ops):
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1})
    first = items(list_id)[0]
    row = f"/phones/{list_id}/rows/{first.id}"
    lina, wangwei = enter(app, "lina", "sales"), enter(app, "wangwei", "sales")
    assert len(set(WHOLE.findall(lina.get("/sidebar/phones").text))) == 2
    for page in ("/sidebar/phones?userid=lina", f"/phones/{list_id}", row, "/phones"):
        for client in (wangwei, ops):
            assert not WHOLE.search(client.get(page).text), page
    assert not WHOLE.search(lina.get(f"/phones/{list_id}").text)
    for path in (row, f"/phones/{list_id}/report.csv"):
        assert wangwei.post(path).status_code == 403
        assert lina.post(path).status_code == 403
        assert WHOLE.search(ops.post(path).text)
    looks = [(look.userid, look.list_id, look.item_id) for look in rows_of(PhoneLook)]
    assert looks == [("boss", None, first.id), ("boss", list_id, None)]


def test_a_member_taps_only_their_own(app):
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1})
    first, second = items(list_id)
    lina, wangwei = enter(app, "lina", "sales"), enter(app, "wangwei", "sales")
    assert wangwei.post(f"/sidebar/phones/{first.id}", data={"do": "ask"}).status_code == 422
    assert lina.post(f"/sidebar/phones/{first.id}", data={"do": "ask"}).status_code == 302
    fail = {"do": "fail", "reason": "moon"}
    assert lina.post(f"/sidebar/phones/{second.id}", data=fail).status_code == 422
    lina.post(f"/sidebar/phones/{second.id}", data={**fail, "reason": "refused"})
    assert [item.state for item in items(list_id)] == ["asked", "failed"]
    assert "勿扰" in enter(app, "boss", "ops").get("/phones/blocked").text


def test_operations_move_numbers_and_close(ops):
    list_id = make_list([[number(1)], [number(2)]], weights={"lina": 1})
    here, ids = f"/phones/{list_id}", [item.id for item in items(list_id)]
    assert ops.post(f"{here}/assign", data={"to": "lina"}).status_code == 422
    assert ops.post(f"{here}/assign", data={"to": "moon", "items": ids}).status_code == 422
    ops.post(f"{here}/assign?state=given", data={"to": "zhaomin", "items": ids[:1]})
    assert [item.userid for item in items(list_id)] == ["zhaomin", "lina"]
    assert ops.post(f"{here}/reallot", data={}).status_code == 422
    ops.post(f"{here}/reallot", data={"userids": "wangwei", "weight-wangwei": "x"})
    assert {item.userid for item in items(list_id)} == {"wangwei"}
    ops.post(f"{here}/close")
    assert {item.userid for item in items(list_id)} == {None}
    assert ops.post(f"{here}/reallot", data={"userids": "lina"}).status_code == 422
    assert "已结束" in ops.get(f"{here}?verdict=good&state=open&userid=").text


def test_blocked_numbers_are_checked_kept_and_let_go(ops):
    assert "位数不够" in ops.post("/phones/blocked", data={"phone": "123"}).text
    for _ in range(2):
        ops.post("/phones/blocked", data={"phone": number(7), "note": "投诉"})
    page = ops.get("/phones/blocked").text
    assert page.count("138****0007") == 1
    assert not WHOLE.search(page)
    ops.post("/phones/blocked/1/drop")
    assert "还没有勿扰号码" in ops.get("/phones/blocked").text


def test_another_corp_sees_and_changes_nothing(app):
    list_id = make_list([[number(1)]], weights={"lina": 1})
    row = items(list_id)[0].id
    stranger = enter(app, "lina", "admin", "wwother00000000002")
    for path in (f"/phones/{list_id}", f"/phones/{list_id}/rows/{row}"):
        assert stranger.get(path).status_code == 404
    for path in ("reallot", "assign", "close", "report.csv", f"rows/{row}"):
        answer = stranger.post(f"/phones/{list_id}/{path}", data={"userids": "lina", "to": "lina"})
        assert answer.status_code in (404, 422), path
    assert stranger.post(f"/sidebar/phones/{row}", data={"do": "ask"}).status_code == 422
    assert "138" not in stranger.get("/sidebar/phones").text
    assert items(list_id)[0].state == "given"


def test_no_number_is_ever_logged(app, ops, caplog, capfd, monkeypatch):
    caplog.set_level(logging.DEBUG)
    draft = hand_in(ops, "\n".join(",".join(row) for row in ROWS))
    ops.post(draft, data={**FORM, "name": ""})
    ops.post(draft, data=FORM)
    (made,) = rows_of(PhoneList)
    item = next(item for item in items(made.id) if item.userid)
    member = enter(app, str(item.userid), "sales")
    member.post(f"/sidebar/phones/{item.id}", data={"do": "ask"})
    member.post(f"/sidebar/phones/{item.id}", data={"do": "moon"})
    ops.post(f"/phones/{made.id}/rows/{item.id}")
    with monkeypatch.context() as broken:
        broken.setattr(deeds, "fail", stumble)
        fail = {"do": "fail", "reason": "nobody"}
        assert member.post(f"/sidebar/phones/{item.id}", data=fail).status_code == 500
    told = capfd.readouterr()
    assert "ValueError" in told.err, "nothing was logged: then this proves nothing"
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert not WHOLE.search(said + told.out + told.err)


def stumble(_session, item, _reason):
    """An error that quotes the number."""
    raise ValueError(f"{item.phone} cannot be failed")
