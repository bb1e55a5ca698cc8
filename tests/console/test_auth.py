"""Nobody comes in without a link, and a link lets one person in once."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.console.auth import make_login_link
from app.console.models import LoginLink
from app.console.pages import local
from app.db import reading, transaction
from tests.conftest import CORP, MOMENT
from tests.console.sample import sample_app


def new_link(**more) -> str:
    with transaction() as session:
        return make_login_link(session, CORP, "WangGuWen", "ops", name="王顾问", **more)


def test_a_page_asks_a_stranger_to_log_in(stranger: FlaskClient):
    answer = stranger.get("/customers")
    assert answer.status_code == 401
    assert "请用登录链接进入" in answer.text
    assert "双十一" not in answer.text


def test_htmx_is_sent_to_the_login_page(stranger: FlaskClient):
    answer = stranger.get("/customers", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login")


def test_whoever_fills_in_a_form_stays_on_it_and_is_told(stranger: FlaskClient):
    answer = stranger.post("/customers/save", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#toasts")
    assert "HX-Redirect" not in answer.headers
    assert "填写的内容都还在" in answer.text


def test_every_endpoint_is_guarded_or_public():
    from app.console.auth import MACHINE_DOORS, PUBLIC

    app = sample_app()
    stranger = app.test_client()
    open_ones = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in MACHINE_DOORS:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        if rule.endpoint not in PUBLIC:
            assert stranger.open(path, method=method).status_code == 401, rule.endpoint
        else:
            open_ones.add(rule.endpoint)
    assert open_ones == {one for one in PUBLIC if one.split(".")[0] in app.blueprints}


def test_a_link_lets_in_once(house: None, stranger: FlaskClient):
    token = new_link()
    assert stranger.get(f"/login/{token}").headers["Location"] == "/"
    assert stranger.get("/customers").status_code == 200
    other = stranger.application.test_client()
    assert other.get(f"/login/{token}").status_code == 401
    assert other.get("/customers").status_code == 401


def test_a_link_leads_to_the_page_it_names(house: None, stranger: FlaskClient):
    answer = stranger.get(f"/login/{new_link()}?next=/customers?page=2")
    assert answer.headers["Location"] == "/customers?page=2"


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "/\n/x", ""]
)
def test_a_link_leads_nowhere_else(path: str):
    assert local(path) == "/"


@pytest.mark.parametrize(
    "headers", [{"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}]
)
def test_a_prefetch_does_not_spend_a_link(house: None, stranger: FlaskClient, headers):
    token = new_link()
    assert stranger.get(f"/login/{token}", headers=headers).status_code == 204
    assert stranger.get(f"/login/{token}").status_code == 302


def test_a_head_does_not_spend_a_link(house: None, stranger: FlaskClient):
    token = new_link()
    assert stranger.head(f"/login/{token}").status_code == 204
    assert stranger.get(f"/login/{token}").status_code == 302


def test_a_link_expires(house: None, stranger: FlaskClient):
    token = new_link(lives_for=timedelta(minutes=15))
    with clock.held_at(MOMENT + timedelta(minutes=15)):
        assert "已经用过或已过期" in stranger.get(f"/login/{token}").text


def test_the_table_keeps_no_token(house: None):
    token = new_link()
    with reading() as session:
        link = session.query(LoginLink).one()
        assert token not in {link.token_hash, link.userid, link.name}


def test_a_role_that_does_not_exist_gets_no_link(house: None):
    with transaction() as session, pytest.raises(ValueError, match="no such role"):
        make_login_link(session, CORP, "WangGuWen", "emperor")


def test_a_login_starts_a_fresh_session(house: None, stranger: FlaskClient):
    with stranger.session_transaction() as session:
        session.update(left_over="from before", locale="en", csrf_token="old")
    stranger.get(f"/login/{new_link()}")
    with stranger.session_transaction() as session:
        assert "left_over" not in session
        assert session["csrf_token"] != "old"
        assert session["locale"] == "en"
        assert (session["corp_id"], session["role"]) == (CORP, "ops")


def test_an_answer_that_changes_nothing_leaves_the_session_alone(
    house: None, stranger: FlaskClient
):
    stranger.get(f"/login/{new_link()}")
    for path in ("/customers/wm1", "/favicon.ico", "/nowhere", "/readyz"):
        assert "Set-Cookie" not in stranger.get(path).headers, path


def test_a_post_without_its_token_is_refused(client: FlaskClient):
    assert client.post("/customers/save").status_code == 400


def test_logging_out_closes_the_house(client: FlaskClient):
    client.post("/logout", headers={"X-CSRFToken": csrf_token(client)})
    assert client.get("/customers").status_code == 401


def test_the_command_prints_a_link_that_works(house: None, stranger: FlaskClient):
    runner = stranger.application.test_cli_runner()
    printed = runner.invoke(args=["login-link", "--corp", CORP, "--userid", "WangGuWen"]).output
    path = printed.strip().split("127.0.0.1:8000")[1]
    assert stranger.get(path).status_code == 302


def csrf_token(client: FlaskClient) -> str:
    page = client.get("/customers").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]
