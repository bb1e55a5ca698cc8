"""The API describes itself: for programs, and in two languages for people."""

import re
from typing import Any

import hypothesis
import schemathesis
from flask import Flask
from schemathesis.core.result import Ok

from tests.api.conftest import program
from tests.api.seed import seed

WRITES = {"post", "put", "delete", "patch"}


def document(app: Flask) -> dict[str, Any]:
    told: dict[str, Any] = app.test_client().get("/openapi.json").get_json()
    return told


def test_every_write_asks_for_its_key_and_every_operation_for_a_token(app):
    for path, operations in document(app)["paths"].items():
        for method, operation in operations.items():
            names = {one["name"] for one in operation.get("parameters", [])}
            assert operation["security"] == [{"token": []}], path
            assert ("Idempotency-Key" in names) == (method in WRITES), path
            assert {"401", "403", "404", "409", "422"} <= set(operation["responses"]), path


def test_the_page_tells_every_operation_in_both_languages(app):
    client = app.test_client()
    for locale, words in (("zh_Hans_CN", "新建活码"), ("en", "New live code")):
        with client.session_transaction() as session:
            session.update(corp_id="c", userid="u", name="n", role="admin", locale=locale)
        page = client.get("/openapi").get_data(as_text=True)
        assert words in page
        assert all(path in page for path in document(app)["paths"])


def test_whoever_reads_english_finds_no_other_word(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(locale="en")
    told = client.get("/openapi.json").get_data(as_text=True)
    assert re.search(r"\\u[4-9][0-9a-f]{3}|[\u4e00-\u9fff]", told) is None


def test_every_operation_keeps_what_it_describes(app):
    seed(program(app))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    tried = 0
    for found in schema.get_all_operations():
        tried += 1
        assert isinstance(found, Ok)
        check(found.ok())
    assert tried == sum(map(len, document(app)["paths"].values()))


def check(operation: Any) -> None:
    """Whatever fits and whatever does not is answered as described."""
    from tests.conftest import CORP

    headers = {"Authorization": f"Bearer lk_{CORP}True"}

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=10,  # make rest tries each far longer
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    def answers(case: Any) -> None:
        case.call_and_validate(headers=headers)

    answers()
