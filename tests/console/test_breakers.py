"""The red banner says what WeCom refuses, why, and what to click; the button tries at once."""

import pytest
from sqlalchemy import select

from app import clock
from app.console import breakers as banner
from app.db import reading, transaction
from app.outbox.breakers import trip
from app.outbox.models import Breaker
from bots.errors import Forbidden
from tests.conftest import CORP
from tests.console.test_auth import csrf_token

OTHER = "wwother00000000002"
REFUSED = "not allow to access from your ip, hint: [1_a], from ip: 203.0.113.7, more info at x"


@pytest.fixture
def client(house, client):
    return client


@pytest.fixture
def breaker(client):
    with transaction() as session:
        return trip(session, CORP, Forbidden(60020, REFUSED))


def test_a_house_that_works_shows_no_banner(client):
    assert "企业微信拒绝了" not in client.get("/errcodes").text


def test_the_banner_names_the_cause_the_address_and_the_next_click(client, breaker):
    page = client.get("/errcodes").text
    assert "企业微信拒绝了应用 1000002 的所有调用" in page
    assert "企业可信IP" in page
    assert "<code>203.0.113.7</code>" in page
    assert "&lt;time" not in page
    assert "立即重试" in page


def test_the_banner_speaks_english(client, breaker):
    with client.session_transaction() as session:
        session["locale"] = "en"
    page = client.get("/errcodes").text
    assert "WeCom refuses all calls of app 1000002" in page
    assert "Try now" in page


def test_an_api_that_is_refused_is_named(client):
    error = Forbidden(48002, "api forbidden, from ip: 203.0.113.7")
    error.path = "externalcontact/mark_tag"
    with transaction() as session:
        trip(session, CORP, error)
    page = client.get("/errcodes").text
    assert "调用接口 externalcontact/mark_tag" in page
    assert "<code>203.0.113.7</code>" not in page  # the address is not what is wrong


def test_the_button_tries_at_once_and_forgives_the_secret(client, breaker, monkeypatch):
    forgiven: list[str] = []
    monkeypatch.setattr(banner, "wecom", lambda corp_id: Forgiving(forgiven))
    form = {"csrf_token": csrf_token(client), "next": "/errcodes"}
    answer = client.post(f"/breakers/{breaker}/try", data=form)
    assert (answer.status_code, answer.location) == (302, "/errcodes")
    with reading() as session:
        assert session.scalars(select(Breaker.probe_at)).one() == clock.now()
    assert forgiven == ["forgiven"]


def test_nobody_tries_for_another_corp(client, breaker):
    with client.session_transaction() as session:
        session["corp_id"] = OTHER
    assert "企业微信拒绝了" not in client.get("/errcodes").text
    client.post(f"/breakers/{breaker}/try", data={"csrf_token": csrf_token(client)})
    with reading() as session:
        assert session.scalars(select(Breaker.probe_at)).one() > clock.now()


class Forgiving:
    def __init__(self, said):
        self.said = said

    def forgive(self):
        self.said.append("forgiven")
