"""The default welcome's page, and who may see a picture."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import reading
from app.outreach.models import Welcome
from app.outreach.welcomes import welcome_for_state
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP


@pytest.fixture
def client(wecom) -> FlaskClient:
    from app.console.shell import register
    from app.outreach.group_pages import pages as groups
    from app.outreach.library_pages import pages as library
    from app.outreach.pages import pages

    app = Flask("app", static_folder=None)
    app.secret_key = "a key for tests"
    register(app)
    for blueprint in (pages, library, groups):
        app.register_blueprint(blueprint)
    wecom.answers["media/upload"] = {**OK, "media_id": "M1"}
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lina", name="李娜", role="ops")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page_of(client.get("/welcome")))
    assert token is not None
    client.environ_base["HTTP_X_CSRFTOKEN"] = token[1]
    return client


def page_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def kept() -> Welcome:
    with reading() as session:
        welcome = welcome_for_state(session, CORP, None)
    assert welcome is not None
    return welcome


def nothing_kept() -> bool:
    with reading() as session:
        return welcome_for_state(session, CORP, None) is None


def saved(client, **more):
    sent = {"welcome_text": "{客户昵称}您好，我是{员工姓名}", **more}
    return client.post("/welcome", data=sent, content_type="multipart/form-data")


def test_what_is_saved_is_shown_with_names_in_the_phone(client):
    assert saved(client).status_code == 302
    assert kept().text == "{客户昵称}您好，我是{员工姓名}"
    assert "小林您好，我是李娜" in page_of(client.get("/welcome"))


def test_line_ends_count_as_wecom_counts_them(client):
    assert saved(client, welcome_text="a\r\n" * 1334).status_code == 302  # 2,667 bytes, not 4,002
    assert kept().text.count("\n") == 1333


def test_saving_the_same_again_makes_no_new_version_and_a_change_does(client):
    for _ in range(2):
        saved(client)
    assert kept().version == 1
    saved(client, welcome_text="新的")
    assert kept().version == 2


def test_emptying_it_switches_it_off_and_says_so(client):
    saved(client)
    answer = client.post("/welcome", data={"welcome_text": " "}, follow_redirects=True)
    assert "默认欢迎语已关闭" in page_of(answer)
    assert not kept().is_active


def test_too_much_is_refused_and_stays_in_the_form(client):
    answer = saved(client, welcome_text="好" * 1334)
    assert answer.status_code == 422
    assert "现在是 4002 字节" in page_of(answer)
    assert "好" * 1334 in page_of(answer)
    assert nothing_kept()


def test_a_picture_is_shown_to_its_corp_only(client):
    saved(client, new_image=(io.BytesIO(PNG), "a.png"))
    shown = client.get("/materials/1")
    assert (shown.data, shown.mimetype) == (PNG, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    with client.session_transaction() as session:
        session["corp_id"] = "wwother00000000001"
    assert client.get("/materials/1").status_code == 404


def test_a_stranger_sees_no_picture(client):
    saved(client, new_image=(io.BytesIO(PNG), "a.png"))
    with client.session_transaction() as session:
        session.clear()
    assert client.get("/materials/1").status_code == 401


def test_another_corps_picture_cannot_be_attached(client):
    saved(client, new_image=(io.BytesIO(PNG), "a.png"))
    with client.session_transaction() as session:
        session["corp_id"] = "wwother00000000001"
    assert "/materials/1" not in page_of(saved(client, **{"image-0": "1", "op": "preview"}))


def test_a_picture_that_wecom_refuses_is_kept_and_told(client, wecom):
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    saved(client, new_image=(io.BytesIO(PNG), "a.png"))
    page = page_of(client.get("/welcome"))
    assert "未能上传到企业微信" in page
    assert "文件大小超过限制" in page
    assert kept().attachments == [{"msgtype": "image", "material_id": 1}]


def test_a_nickname_with_markup_is_only_text(client):
    page = page_of(saved(client, welcome_text="<script>alert(1)</script>", op="preview"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
