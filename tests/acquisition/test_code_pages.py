"""Live codes for people: the form keeps what was typed, and says each limit beside its field."""

import io
import re

import pytest
from flask.testing import FlaskClient

from app import clock
from app.acquisition.codes.removal import UNDO_FOR
from app.contacts.models import Department, Staff
from app.db import reading, transaction
from app.outreach.welcomes import welcome_for_state
from tests.acquisition.ops import ADD, GOOD, STATE, ops_client, page_of, ways
from tests.acquisition.scripted import PNG
from tests.conftest import CORP
from tests.town import work_once


@pytest.fixture
def client(wecom) -> FlaskClient:
    return ops_client(wecom)


def test_an_empty_list_says_the_next_step(client):
    page = page_of(client.get("/codes"))
    assert "还没有活码" in page
    assert 'href="/codes/new"' in page


def test_a_code_is_made_and_shown_with_its_picture(client):
    answer = client.post("/codes/new", data=GOOD | {"welcome_text": "您好"}, follow_redirects=True)
    page = page_of(answer)
    assert "已保存并同步到企业微信" in page
    assert "线下展会" in page
    assert "使用中" in page
    (way,) = ways()
    picture = client.get(f"/codes/{way.id}/qr?download=1")
    assert picture.data == PNG
    assert f"{STATE}.png" in picture.headers["Content-Disposition"]
    assert "sandbox" in picture.headers["Content-Security-Policy"]


def test_each_new_form_has_a_state_of_its_own(client):
    found = [
        re.search(r'name="state" value="(\w+)"', page_of(client.get("/codes/new")))
        for _ in range(2)
    ]
    assert len({match[1] for match in found if match}) == 2


def test_a_form_sent_twice_makes_one_code(client, wecom):
    for _ in range(2):
        assert client.post("/codes/new", data=GOOD).status_code == 302
    assert len(ways()) == len(wecom.bodies(ADD)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "请填写活码名称"),
        ({"name": "名" * 31}, "最多 30 个字"),
        ({"userids": []}, "请至少选择一位成员"),
        ({"userids": "nobody"}, "有成员已不能添加客户"),
        ({"tag_ids": "gone"}, "有标签已被删除"),
        ({"remark_template": "{city}"}, "不认识 {city}"),
        ({"state": STATE[:-1] + "!"}, "表单已失效"),
        ({"welcome_text": "好" * 1334}, "欢迎语最多 4000 字节"),
        ({"link-0-title": "手册", "link-0-url": "javascript:alert(1)"}, "网址要以"),
        ({"link-0-title": "", "link-0-url": "https://example.com"}, "请填写链接标题"),
        ({"link-0-title": "长" * 43, "link-0-url": "https://example.com"}, "最多 128 字节"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(client, wecom, wrong, words):
    answer = client.post("/codes/new", data=GOOD | {"source": "春季展会"} | wrong)
    assert answer.status_code == 422
    assert words in page_of(answer)
    assert 'value="春季展会"' in page_of(answer)
    assert ways() == []
    assert wecom.bodies(ADD) == []


def test_nine_attachments_are_taken_and_ten_are_not(client):
    links = {
        f"link-{row}-{part}": text
        for row in range(10)
        for part, text in (("title", f"第{row}个"), ("url", "https://example.com"))
    }
    answer = client.post("/codes/new", data=GOOD | links)
    assert "最多 9 个附件" in page_of(answer)
    nine = {name: text for name, text in links.items() if not name.startswith("link-9-")}
    assert client.post("/codes/new", data=GOOD | nine).status_code == 302


def test_a_picture_survives_an_error_elsewhere_and_is_lent_when_saved(client, wecom):
    sent = GOOD | {"name": "", "new_image": (io.BytesIO(PNG), "海报.png")}
    page = page_of(client.post("/codes/new", data=sent, content_type="multipart/form-data"))
    assert "海报.png" in page
    assert wecom.bodies("media/upload") == []
    client.post("/codes/new", data=GOOD | {"image-0": "1"})
    assert len(wecom.bodies("media/upload")) == 1
    with reading() as session:
        welcome = welcome_for_state(session, CORP, STATE)
    assert welcome is not None
    assert welcome.attachments == [{"msgtype": "image", "material_id": 1}]
    assert client.get("/materials/1").mimetype == "image/png"


def test_a_file_that_is_no_picture_is_refused_beside_its_field(client):
    sent = GOOD | {"new_image": (io.BytesIO(b"<svg/>"), "a.png")}
    answer = client.post("/codes/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "只能上传 JPG 或 PNG" in page_of(answer)


def test_a_button_of_the_form_saves_nothing_and_loses_nothing(client):
    sent = GOOD | {"welcome_text": "{客户昵称}好", "op": "add-link"}
    page = page_of(client.post("/codes/new", data=sent))
    assert "小林好" in page  # the phone
    assert 'name="link-0-title"' in page
    assert ways() == []
    page = page_of(
        client.post("/codes/new", data=sent | {"link-0-title": "x", "op": "remove-link-0"})
    )
    assert 'name="link-0-title"' not in page


def test_a_failure_is_shown_with_advice_and_a_button_that_tries_again(client, wecom):
    made = wecom.answers[ADD]
    wecom.answers[ADD] = {"errcode": 48002, "errmsg": "api forbidden"}
    page = page_of(client.post("/codes/new", data=GOOD, follow_redirects=True))
    assert "可调用接口的应用" in page
    assert "api forbidden" in page
    assert "未同步" in page_of(client.get("/codes?status=failed"))
    wecom.answers[ADD] = made
    (way,) = ways()
    page = page_of(client.post(f"/codes/{way.id}/publish", follow_redirects=True))
    assert "已保存并同步到企业微信" in page
    assert "未同步" not in page


def test_an_edit_starts_from_what_is_there(client):
    client.post("/codes/new", data=GOOD | {"welcome_text": "您好呀"})
    (way,) = ways()
    page = page_of(client.get(f"/codes/{way.id}/edit"))
    assert "您好呀" in page
    assert 'value="et1" checked' in page
    client.post(f"/codes/{way.id}/edit", data=GOOD | {"name": "新名字"})
    assert "新名字" in page_of(client.get("/codes"))


def test_a_deleted_code_leaves_the_list_but_not_the_house(client):
    client.post("/codes/new", data=GOOD)
    (way,) = ways()
    client.post(f"/codes/{way.id}/delete")
    with clock.held_at(clock.now() + UNDO_FOR):
        assert work_once() == 1
    assert ">展会<" not in page_of(client.get("/codes?status=running"))
    assert ">展会<" in page_of(client.get("/codes?status=stopped"))
    assert client.get(f"/codes/{way.id}/edit").status_code == 422
    assert client.post(f"/codes/{way.id}/edit", data=GOOD).status_code == 422


def test_filters_stand_in_the_address(client):
    client.post("/codes/new", data=GOOD)
    assert "展会" in page_of(client.get("/codes?words=展&userid=lina"))
    assert "没有符合条件的活码" in page_of(client.get("/codes?words=100%25"))
    assert "没有符合条件的活码" in page_of(client.get("/codes?userid=nobody"))


def test_a_members_codes_are_also_those_of_the_departments_above(client):
    with transaction() as session:
        session.add(Department(corp_id=CORP, department_id=7, name="华南", parent_id=2))
        rosa = Staff(corp_id=CORP, userid="rosa", name="罗莎", can_follow=True, department_ids=[7])
        session.add(rosa)
    client.post("/codes/new", data=GOOD | {"userids": [], "parties": ["2"]})
    assert ">展会<" in page_of(client.get("/codes?userid=rosa"))
    assert "没有符合条件的活码" in page_of(client.get("/codes?userid=lina"))


def test_another_corp_sees_nothing_of_it(client):
    client.post("/codes/new", data=GOOD)
    with client.session_transaction() as session:
        session["corp_id"] = "wwother00000000001"
    (way,) = ways()
    for path in ("", "/edit", "/qr"):
        assert client.get(f"/codes/{way.id}{path}").status_code == 404
    assert "展会" not in page_of(client.get("/codes"))
