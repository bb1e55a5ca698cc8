"""A program shows its token, may do what the token may, and sees only its own corp."""

from app.api.models import ApiToken
from app.api.tokens import revoke
from app.db import reading, transaction
from tests.api.conftest import BODY, program
from tests.conftest import CORP


def test_without_a_token_the_answer_says_what_is_wanted(app):
    answer = app.test_client().get("/api/codes")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Bearer" in answer.get_json()["error"]["message"]


def test_a_wrong_token_opens_nothing(app):
    headers = {"Authorization": "Bearer lk_guess"}
    assert app.test_client().get("/api/codes", headers=headers).status_code == 401


def test_a_session_of_a_person_opens_nothing(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(corp_id=CORP, userid="lina", name="李娜", role="admin")
    assert client.get("/api/codes").status_code == 401


def test_a_token_that_reads_does_not_write(app):
    call = program(app, may_write=False)
    assert call("GET", "/api/codes").status_code == 200
    assert call("POST", "/api/codes", key="a", json=BODY).status_code == 403
    assert call("GET", "/api/codes").get_json()["total"] == 0


def test_a_revoked_token_is_closed_from_the_next_request_on(app, call):
    assert call("GET", "/api/codes").status_code == 200
    with transaction() as session:
        assert revoke(session, CORP, 1)
        assert not revoke(session, CORP, 1)
    assert call("GET", "/api/codes").status_code == 401


def test_only_a_hash_of_the_token_is_kept_and_when_it_was_used(call):
    call("GET", "/api/codes")
    with reading() as session:
        row = session.get_one(ApiToken, 1)
    assert row.last_used_at is not None
    assert len(row.token_hash) == 64


def test_another_corps_code_is_not_there(app, call):
    made = call("POST", "/api/codes", key="a", json=BODY).get_json()
    stranger = program(app, corp_id="wwother00000000002")
    for method, path in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/publish")):
        address = f"/api/codes/{made['id']}{path}"
        assert stranger(method, address, key=method, json=BODY).status_code == 404
    assert stranger("GET", "/api/codes").get_json()["total"] == 0
