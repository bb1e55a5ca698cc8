"""A write happens once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import delete, event, func, select, update

from app.acquisition.models import ContactWay
from app.api.models import IdempotentAnswer
from app.api.repeats import KEPT_FOR, forget_old
from app.corps.models import Corp
from app.db import engine, reading, transaction
from tests.api.conftest import BODY


def codes() -> int:
    with reading() as session:
        return session.scalar(select(func.count(ContactWay.id))) or 0


def test_a_repeat_is_told_the_first_answer(call):
    first = call("POST", "/api/codes", key="a", json=BODY)
    again = call("POST", "/api/codes", key="a", json=BODY)
    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert codes() == 1


def test_another_key_is_another_code(call):
    call("POST", "/api/codes", key="a", json=BODY)
    call("POST", "/api/codes", key="b", json=BODY)
    assert codes() == 2


def test_a_key_stands_for_one_write_only(call):
    call("POST", "/api/codes", key="a", json=BODY)
    other = call("POST", "/api/codes", key="a", json={**BODY, "name": "门店"})
    assert other.status_code == 409
    assert codes() == 1


def test_a_write_without_a_key_is_refused_with_what_to_do(call):
    for key in ("", "two words", "x" * 201):
        answer = call("POST", "/api/codes", key=key, json=BODY)
        assert answer.status_code == 422
        assert answer.json["error"]["fields"][0]["field"] == "Idempotency-Key"
    assert codes() == 0


def test_many_at_once_with_one_key_make_one_code(app, call):
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: call("POST", "/api/codes", key="a", json=BODY), range(16))
        )
    assert {one.status_code for one in answers} <= {201, 409}
    assert any(one.status_code == 201 for one in answers)
    assert codes() == 1


def test_while_the_first_is_answered_the_second_is_told_to_wait(call):
    call("POST", "/api/codes", key="a", json=BODY)
    with transaction() as session:
        later = func.clock_timestamp() + timedelta(seconds=60)
        session.execute(update(IdempotentAnswer).values(status=None, lease_until=later))
    answer = call("POST", "/api/codes", key="a", json=BODY)
    assert answer.status_code == 409
    assert answer.headers["Retry-After"] == "5"


def test_a_key_that_is_given_back_between_two_looks_is_asked_for_again(call):
    call("POST", "/api/codes", key="a", json=BODY)
    given_back: list[str] = []

    def give_back(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT idempotent_answer") and not given_back:
            given_back.append(statement)
            with engine().begin() as other:
                other.execute(delete(IdempotentAnswer))

    event.listen(engine(), "before_cursor_execute", give_back)
    try:
        answer = call("POST", "/api/codes", key="a", json=BODY)
    finally:
        event.remove(engine(), "before_cursor_execute", give_back)
    assert given_back
    assert answer.status_code == 409
    assert answer.headers["Retry-After"] == "5"


def test_who_died_in_the_middle_is_taken_over_and_makes_no_second_code(call):
    first = call("POST", "/api/codes", key="a", json=BODY)
    with transaction() as session:
        before = func.clock_timestamp() - timedelta(seconds=1)
        session.execute(update(IdempotentAnswer).values(status=None, lease_until=before))
    again = call("POST", "/api/codes", key="a", json=BODY)
    assert again.status_code == 201
    assert again.json["state"] == first.json["state"]
    assert codes() == 1


def test_a_failure_of_ours_is_not_the_answer_for_ever(app, call, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as broken:
        broken.setattr("app.acquisition.codes.resources.add_code", fail)
        assert call("POST", "/api/codes", key="a", json=BODY).status_code == 500
    assert call("POST", "/api/codes", key="a", json=BODY).status_code == 201


def test_answers_are_forgotten_after_a_week(call):
    call("POST", "/api/codes", key="a", json=BODY)
    with reading() as session:
        corp = session.scalars(select(Corp)).one()
    assert forget_old(corp.id) == 0
    with transaction() as session:
        old = IdempotentAnswer.created_at - KEPT_FOR - timedelta(seconds=1)
        session.execute(update(IdempotentAnswer).values(created_at=old))
    assert forget_old(corp.id) == 1
