"""A deleted code can be taken back for ten minutes; only then does WeCom hear of it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.acquisition.codes.removal import UNDO_FOR
from app.acquisition.models import CodeRemoval
from app.db import reading
from tests.acquisition.ops import DELETE, GOOD, ops_client, page_of, ways
from tests.acquisition.scripted import Script
from tests.town import work_once

NO_SUCH_CODE = {"errcode": 41044, "errmsg": "invalid config_id"}


@pytest.fixture
def client(wecom: Script) -> FlaskClient:
    client = ops_client(wecom)
    client.post("/codes/new", data=GOOD)
    return client


def removals() -> int:
    with reading() as session:
        return session.scalar(select(func.count(CodeRemoval.id))) or 0


def asked(client: FlaskClient) -> int:
    (way,) = ways()
    client.post(f"/codes/{way.id}/delete")
    return way.id


def test_a_deletion_waits_and_says_until_when_it_can_be_taken_back(
    client: FlaskClient, wecom: Script
):
    way_id = asked(client)
    assert work_once() == 0
    page = page_of(client.get(f"/codes/{way_id}"))
    assert "撤销删除" in page
    assert "在此之前扫码仍然有效" in page
    assert "即将删除" in page_of(client.get("/codes"))
    assert wecom.bodies(DELETE) == []


def test_taken_back_it_stays_for_good(client: FlaskClient, wecom: Script):
    way_id = asked(client)
    page = page_of(client.post(f"/codes/{way_id}/keep", follow_redirects=True))
    assert "已撤销删除" in page
    with clock.held_at(clock.now() + UNDO_FOR * 2):
        assert work_once() == 0
    assert wecom.bodies(DELETE) == []
    assert ways()[0].stopped_at is None


def test_when_the_time_has_come_wecom_is_told_once(client: FlaskClient, wecom: Script):
    way_id = asked(client)
    client.post(f"/codes/{way_id}/delete")  # pressed twice
    with clock.held_at(clock.now() + UNDO_FOR):
        work_once()
        work_once()
        page = page_of(client.post(f"/codes/{way_id}/keep", follow_redirects=True))
    assert "来不及撤销" in page
    assert wecom.bodies(DELETE) == [{"config_id": "c1"}]
    assert removals() == 0
    assert ways()[0].stopped_at is not None


@pytest.mark.parametrize("errcode", [-1, 45009, 45033, 48002, 40001, 60011])
def test_what_wecom_refuses_is_shown_and_done_later_without_a_person(
    client: FlaskClient, wecom: Script, errcode: int
):
    way_id = asked(client)
    wecom.answers[DELETE] = {"errcode": errcode, "errmsg": "not now"}
    due = clock.now() + UNDO_FOR
    with clock.held_at(due):
        work_once()
        page = page_of(client.get(f"/codes/{way_id}"))
    assert "企业微信那边还没有更新" in page
    assert "再试一次" in page
    wecom.answers[DELETE] = NO_SUCH_CODE  # it is gone there: that is what was wanted
    with clock.held_at(due + timedelta(hours=2)):  # a pause of WeCom's own may be under way
        work_once()
    assert removals() == 0
    assert ways()[0].is_pushed


def test_a_copy_is_a_code_of_its_own(client: FlaskClient):
    (way,) = ways()
    page = page_of(client.get(f"/codes/{way.id}/copy"))
    assert 'value="展会 副本"' in page
    assert 'value="et1" checked' in page
    assert way.channel_id is not None
    assert f'value="{GOOD["state"]}"' not in page
    assert 'action="/codes/new"' in page
