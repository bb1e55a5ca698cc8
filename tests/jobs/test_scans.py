"""Three hundred people scan in one second, and WeCom tells of each one to four times, shuffled."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from app import clock
from app.config import settings
from app.corps.wecom import forget_mouths
from app.db import reading
from app.due import is_anything_due
from tests.bench.scans.__main__ import ROOM
from tests.bench.scans.check import Verdict, judge
from tests.bench.scans.control import keep_by_sender_and_second
from tests.bench.scans.crowd import deliveries, sealed
from tests.bench.welcome import crowd
from tests.bench.welcome.swift import heard, swift_wecom
from tests.conftest import AGENTID, CORP, MOMENT
from tests.town import open_door, work_once

PEOPLE = 300


@pytest.fixture
def address(empty_house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A corp with a welcome, and a WeCom that counts what it hears; time stands still."""
    monkeypatch.setenv("WECOM_LIMITS", ROOM)
    monkeypatch.setattr("app.due.RING_AGAIN", timedelta(0))
    with swift_wecom(0) as address, clock.held_at(MOMENT):
        crowd.enter("您好，很高兴认识您！")
        yield address
    monkeypatch.undo()
    settings.cache_clear()
    forget_mouths()


def post_all(words: list[str]) -> set[int]:
    """Deliver them to the door, many at once; the answers."""
    with open_door() as url, ThreadPoolExecutor(8) as people:
        door = url.format(corpid=CORP, agentid=AGENTID)
        posts = [(door, post.body, post.query) for post in sealed(words)]
        return set(people.map(lambda one: post(*one), posts))


def post(door: str, body: bytes, query: dict[str, str]) -> int:
    return requests.post(door, body, params=query, timeout=20).status_code


def worked_through(address: str) -> Verdict:
    while True:
        work_once()
        with reading() as session:
            if not is_anything_due(session):
                return judge(PEOPLE, heard(address))


def test_everybody_is_a_customer_and_is_welcomed_once(address):
    words = deliveries(PEOPLE, seed=1)
    assert len(words) > 2 * PEOPLE
    assert post_all(words) == {200}
    verdict = worked_through(address)
    assert verdict.is_kept, verdict


def test_the_key_that_tencent_documents_fails_the_same_check(address):
    keep_by_sender_and_second(deliveries(PEOPLE, seed=1))
    verdict = worked_through(address)
    assert not verdict.is_kept
    assert verdict.customers < PEOPLE
