"""Two people let go of one material at one instant, by page and by REST: it is gone, for both."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from werkzeug.test import TestResponse

from app.db import reading, transaction
from app.outreach.library import keep_image, let_go
from app.outreach.models import Material
from tests.acquisition.schedule.test_counting_together import wait_for_a_waiter
from tests.acquisition.scripted import PNG
from tests.api.conftest import app, call
from tests.conftest import CORP
from tests.outreach.test_welcome_page import client

__all__ = ["app", "call", "client"]


@contextmanager
def going() -> Iterator[None]:
    """A material that somebody lets go of, and has not quite."""
    with transaction() as session:
        keep_image(session, CORP, "a.png", PNG)
    with transaction() as session:
        let_go(session, session.query(Material).one())
        yield


def there() -> int:
    with reading() as session:
        return session.query(Material).count()


def met(deed: Callable[[], TestResponse]) -> TestResponse:
    with ThreadPoolExecutor(1) as other:
        with going():
            answer = other.submit(deed)
            wait_for_a_waiter()
        return answer.result()


def test_by_page_both_are_told_that_it_is_gone(client):
    answer = met(lambda: client.post("/materials/1/delete"))
    assert answer.status_code == 302
    assert "素材已删除" in client.get("/materials").text
    assert there() == 0
    assert client.post("/materials/1/delete").status_code == 404


def test_by_rest_both_are_told_that_it_is_gone(call):
    answer = met(lambda: call("DELETE", "/api/materials/1", key="a"))
    assert answer.status_code == 204
    assert there() == 0
    assert call("DELETE", "/api/materials/1", key="b").status_code == 404


def test_a_new_name_or_file_for_what_is_just_going_is_no_accident(client):
    assert met(lambda: client.post("/materials/1/name", data={"name": "b"})).status_code == 404
    new = {"file": (io.BytesIO(PNG + b"new"), "b.png")}
    assert met(lambda: client.post("/materials/2/replace", data=new)).status_code == 422


@pytest.mark.parametrize("times", range(3))
def test_two_connections_that_race_are_both_answered(client, times):
    with transaction() as session:
        keep_image(session, CORP, "a.png", PNG)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: client.post("/materials/1/delete"), range(2)))
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert there() == 0
