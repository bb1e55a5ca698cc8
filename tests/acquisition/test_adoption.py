"""Codes that stand at WeCom and not with us: found, taken over as they are, orphans deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.models import ContactWay, StrayWay
from app.acquisition.states import check, make
from app.acquisition.strays.adoption import Census, adopt, orphans, take_census, take_census_nightly
from app.acquisition.strays.command import codes as commands
from app.corps.models import Corp
from app.db import reading, transaction
from app.timers import Timer
from bots.errors import WeComError
from tests.acquisition.ops import (
    ADD,
    DELETE,
    GET,
    GOOD,
    LIST,
    STATE,
    UPDATE,
    ops_client,
    page_of,
    qr_png,
    ways,
)
from tests.acquisition.scripted import OK, Script
from tests.conftest import CORP

PRINTED = {"type": 1, "scene": 2, "state": "old-tool-7", "remark": "老系统", "user": ["LiNa"]}


@pytest.fixture
def client(wecom: Script) -> FlaskClient:
    return ops_client(wecom)


@pytest.fixture
def there(wecom: Script, client: FlaskClient) -> Callable[..., None]:
    """`there(config_id={…})`: codes that stand at WeCom, two on a page."""
    host = wecom.base.removesuffix("/cgi-bin")
    standing: dict[str, dict[str, Any]] = {}

    def listed(body: dict[str, Any]) -> dict[str, Any]:
        ids, start = sorted(standing), int(body.get("cursor", "0"))
        more = str(start + 2) if start + 2 < len(ids) else ""
        rows = [{"config_id": config_id} for config_id in ids[start : start + 2]]
        return {**OK, "contact_way": rows, "next_cursor": more}

    def got(body: dict[str, Any]) -> dict[str, Any]:
        way = standing.get(body["config_id"])
        return {**OK, "contact_way": way} if way else {"errcode": 41044, "errmsg": "no such"}

    def stand(**codes: dict[str, Any]) -> None:
        for config_id, way in codes.items():
            standing[config_id] = {**way, "qr_code": f"{host}/qr/{config_id}"}
            wecom.answers[f"qr/{config_id}"] = qr_png(config_id)

    wecom.answers |= {LIST: listed, GET: got}
    wecom.answers[DELETE] = lambda body: (
        OK if standing.pop(body["config_id"], None) else {"errcode": 41044, "errmsg": "gone"}
    )
    return stand


def look(taking: Callable[[int], Census] = take_census) -> Census:
    with reading() as session:
        return taking(session.scalars(select(Corp.id).where(Corp.corp_id == CORP)).one())


def strays() -> list[StrayWay]:
    with reading() as session:
        return list(session.scalars(select(StrayWay).order_by(StrayWay.config_id)))


def taken(stray: StrayWay) -> ContactWay:
    with transaction() as session:
        way = adopt(session, session.get_one(StrayWay, stray.id), made_by="ops")
    assert publish(way.id)
    return way


def test_all_pages_of_wecoms_list_are_compared_and_ours_are_no_strays(client, there):
    client.post("/codes/new", data=GOOD)
    there(c1={**PRINTED, "state": STATE}, a=PRINTED, b=PRINTED, d=PRINTED, e=PRINTED)
    assert look() == Census(at_wecom=5, strays=4)
    assert [stray.config_id for stray in strays()] == ["a", "b", "d", "e"]


def test_an_adopted_code_keeps_config_id_and_state_and_wecom_is_told_nothing(there, wecom):
    there(a=PRINTED)
    look()
    way = taken(strays()[0])
    (kept,) = ways()
    assert (kept.config_id, kept.kind, kept.userids) == ("a", 1, ["lina"])
    assert (way.channel.state, way.channel.name) == ("old-tool-7", "老系统")
    assert [wecom.bodies(path) for path in (ADD, UPDATE, DELETE)] == [[], [], []]
    assert look().strays == 0


def test_a_code_without_a_state_gets_one_so_that_its_customers_can_be_told_apart(there, wecom):
    there(a={**PRINTED, "state": ""})
    look()
    way = taken(strays()[0])
    assert check(way.channel.state)
    (update,) = wecom.bodies(UPDATE)
    assert (update["config_id"], update["state"]) == ("a", way.channel.state)


def test_codes_that_share_a_state_become_codes_of_one_channel(client, there):
    there(a=PRINTED, b={**PRINTED, "remark": "第二个"})
    look()
    channels = {taken(stray).channel_id for stray in strays()}
    assert len(channels) == 1
    for way in ways():
        assert client.get(f"/codes/{way.id}").status_code == 200


def test_a_code_of_one_member_is_not_given_a_second(client, there):
    there(a=PRINTED)
    look()
    taken(strays()[0])
    (way,) = ways()
    sent = {"name": "x", "userids": ["lina"], "parties": ["2"]}
    page = page_of(client.post(f"/codes/{way.id}/edit", data=sent))
    assert "只能有一位成员" in page


def test_the_answer_that_got_lost_leaves_an_orphan_and_a_printed_code_never_is_one(client, there):
    client.post("/codes/new", data=GOOD)
    there(
        twin={**PRINTED, "state": STATE},
        foreign=PRINTED,
        lost={**PRINTED, "state": make(b"x" * 16)},
    )
    look()
    with reading() as session:
        assert orphans(session, CORP) == []  # young: its answer may still be on the way
        with clock.held_at(clock.now() + timedelta(hours=2)):
            assert [stray.config_id for stray in orphans(session, CORP)] == ["twin"]


def test_a_further_code_of_an_adopted_channel_is_no_orphan(there):
    there(a={**PRINTED, "state": make(b"y" * 16)}, b={**PRINTED, "state": make(b"y" * 16)})
    look()
    taken(strays()[0])
    with reading() as session, clock.held_at(clock.now() + timedelta(days=1)):
        assert orphans(session, CORP) == []


def run(*words: str) -> Any:
    app = Flask("app")
    app.cli.add_command(commands)
    return app.test_cli_runner().invoke(args=["codes", *words])


def test_gc_says_first_and_deletes_then(client, there, wecom):
    client.post("/codes/new", data=GOOD)
    there(c1={**PRINTED, "state": STATE}, twin={**PRINTED, "state": STATE}, foreign=PRINTED)
    with clock.held_at(clock.now() + timedelta(hours=2)):
        said = run("gc", "--dry-run")
        assert "twin" in said.output
        assert wecom.bodies(DELETE) == []
        said = run("gc")
    assert said.exit_code == 0, said.output
    assert "1 orphans deleted" in said.output
    assert wecom.bodies(DELETE) == [{"config_id": "twin"}]


def test_the_adopt_command_takes_all_but_orphans_and_mini_programs(client, there):
    there(a=PRINTED, mini={**PRINTED, "scene": 1})
    assert run("adopt", "--dry-run").exit_code == 0
    assert ways() == []
    said = run("adopt")
    assert "2 of 500000 live codes at WeCom, 2 strays" in said.output
    assert [way.config_id for way in ways()] == ["a"]


def test_a_code_that_wecom_does_not_show_keeps_no_other_from_being_adopted(client, there, wecom):
    there(a=PRINTED, b=PRINTED, c=PRINTED)
    shown = wecom.answers[GET]
    wecom.answers[GET] = lambda body: (
        {"errcode": 60011, "errmsg": "not yours"} if body["config_id"] == "b" else shown(body)
    )
    said = run("adopt")
    assert said.exit_code == 1
    assert "does not show b (60011: not yours" in said.output
    assert [way.config_id for way in ways()] == ["a", "c"]
    wecom.answers[GET] = shown
    assert run("adopt").exit_code == 0
    assert [way.config_id for way in ways()] == ["a", "c", "b"]


@pytest.mark.parametrize("errcode", [-1, 40001, 48002, 60011, 45009])
def test_a_look_that_fails_loses_nothing_and_says_why(client, there, wecom, errcode):
    there(a=PRINTED)
    look()
    wecom.answers[GET] = {"errcode": errcode, "errmsg": "not now"}
    with pytest.raises(WeComError):
        look(take_census_nightly)
    assert [stray.config_id for stray in strays()] == ["a"]


def test_a_code_that_vanishes_between_list_and_get_is_none(there, wecom):
    there(a=PRINTED)
    wecom.answers[GET] = {"errcode": 41044, "errmsg": "gone"}
    assert look() == Census(at_wecom=1, strays=0)


def test_the_page_shows_them_and_takes_one_over(client, there):
    assert "没有未登记的活码" in page_of(client.get("/codes/strays"))
    there(a=PRINTED, mini={**PRINTED, "scene": 1})
    look()
    page = page_of(client.get("/codes/strays"))
    assert "老系统" in page
    assert "小程序活码" in page
    assert "还有 2 个活码没有登记" in page_of(client.get("/codes"))
    stray, mini = strays()
    assert client.post("/codes/strays/adopt", data={"stray": mini.id}).status_code == 404
    page = page_of(
        client.post("/codes/strays/adopt", data={"stray": stray.id}, follow_redirects=True)
    )
    assert "已接管" in page
    assert client.get(f"/codes/{ways()[0].id}/qr").mimetype == "image/png"
    assert client.post("/codes/strays/adopt", data={"stray": stray.id}).status_code == 404


def test_the_button_brings_the_nightly_look_forward(client):
    with transaction() as session:
        later = clock.now() + timedelta(hours=9)
        session.add(Timer(corp_id=CORP, name="codes", lane="sync", due_at=later))
    assert "现在查找" in page_of(client.get("/codes/strays"))
    assert "正在查找" in page_of(client.post("/codes/strays/look", follow_redirects=True))
    with reading() as session:
        assert session.scalars(select(Timer.due_at)).one() == clock.now()


def test_a_quota_nearly_used_up_is_said_above_the_list(client, monkeypatch):
    client.post("/codes/new", data=GOOD)
    assert "企业微信最多" not in page_of(client.get("/codes"))
    monkeypatch.setattr("app.acquisition.codes.pages.QUOTA", 1)
    assert "企业微信最多 1 个活码，已经用了 1 个" in page_of(client.get("/codes"))
