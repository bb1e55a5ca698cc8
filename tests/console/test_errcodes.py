"""The page of errcodes: every code can be found, with Tencent's words, ours, and a next step."""

import pytest

from app.db import transaction
from app.outbox.models import OutboxCommand
from bots.errcodes import KNOWN
from tests.conftest import CORP, MOMENT


@pytest.fixture
def client(house, client):
    return client


def failed(errcode, key="one", corp_id=CORP):
    return OutboxCommand(
        corp_id=corp_id,
        key=key,
        kind="MarkTag",
        body={},
        because={},
        state="failed",
        due_at=MOMENT,
        errcode=errcode,
    )


def test_every_code_is_listed_by_the_page(client):
    assert f"共 {len(KNOWN)} 条" in client.get("/errcodes").text
    last = client.get("/errcodes?page=9999").text
    assert str(max(KNOWN)) in last


def test_a_code_is_found_by_its_number_with_everybodys_words(client):
    page = client.get("/errcodes?q=48002").text
    assert "API接口无权限调用" in page  # Tencent's
    assert "应用没有调用该接口的权限" in page  # ours
    assert "暂停这个接口" in page
    assert "可调用接口的应用" in page
    assert "devtool/query?e=48002" in page


def test_codes_are_found_by_how_they_begin(client):
    page = client.get("/errcodes?q=480").text
    assert "48001" in page
    assert "48009" in page
    assert "90480" not in page


def test_a_code_is_found_by_words_in_either_language(client):
    assert "60020" in client.get("/errcodes?q=可信IP").text
    assert "60020" in client.get("/errcodes?q=trusted+IPs").text


def test_the_page_speaks_english(client):
    with client.session_transaction() as session:
        session["locale"] = "en"
    page = client.get("/errcodes?q=48002").text
    assert "Tick this app under Customer contact" in page
    assert "48002" in page


def test_a_code_that_nobody_knows_is_not_found_and_the_page_says_what_then(client):
    page = client.get("/errcodes?q=123456789").text
    assert "没有找到这个错误码" in page
    assert "一律不会自动重试" in page


def test_codes_that_the_corp_has_met_are_counted_the_unlisted_too(client):
    assert "还没有遇到过错误" in client.get("/errcodes?tab=met").text
    with transaction() as session:
        session.add_all([failed(84061), failed(84061, "two"), failed(987654321, "three")])
        session.add_all([failed(40068, corp_id="wwsomebodyelse00000"), failed(0, "good")])
    page = client.get("/errcodes?tab=met").text
    assert "共 2 条" in page
    assert "遇到 2 次" in page
    assert "未收录的错误码 987654321" in page
    assert "40068" not in page


def test_strangers_are_asked_to_log_in(app, house):
    assert app.test_client().get("/errcodes").status_code == 401
