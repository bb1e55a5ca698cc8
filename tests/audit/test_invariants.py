"""The invariants hold after a story, and each is found broken when it is."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app import clock
from app.audit.command import BEGINNING
from app.audit.look import last_audit, look, look_hourly, scope_of
from app.audit.table import INVARIANTS
from app.corps.models import Corp
from app.db import reading, transaction
from tests.audit.broken import BROKEN
from tests.town import Town


def found(corp_id: str, *spoilt: str) -> dict[str, int]:
    """What is broken, or noted, after these statements, which are then forgotten."""
    with reading() as session:
        for statement in spoilt:
            session.execute(text(statement))
        looked = look(session, scope_of(corp_id, BEGINNING, timedelta(0)))
        return {each.invariant.name: each.count for each in looked if each.count}


def test_every_invariant_holds_after_a_story_and_is_found_broken_when_it_is(town: Town):
    town.let_pass(timedelta(minutes=1))  # rules count for what comes after them
    town.scan("lk-demo-shop")
    town.let_pass(timedelta(minutes=121))
    for words in ("你好", "请问多少钱？可以试用吗"):
        town.say(words)
    town.settle()
    town.let_pass(timedelta(minutes=30))
    assert found(town.corp_id) == {}
    for name, ways in BROKEN.items():
        for way in ways:
            assert name in found(town.corp_id, way), f"{name} is not seen: {way}"


def test_every_invariant_has_a_way_to_break_it():
    assert set(BROKEN) == {one.name for one in INVARIANTS}


@pytest.mark.usefixtures("house")
def test_the_hourly_look_keeps_what_it_found_and_logs_what_is_broken(
    caplog: pytest.LogCaptureFixture,
):
    with transaction() as session:
        corp = session.query(Corp).one()
        row = text(
            """insert into inbox_event (corp_id, fingerprint, name, fields, message, envelope,
                   state, happened_at, created_at)
               values (:corp_id, 'f', 'FollowAdded', '{}', '{}', '', 'new', :then, :then)"""
        )
        then = clock.now() - timedelta(hours=1)
        session.execute(row, {"corp_id": corp.corp_id, "then": then})
    look_hourly(corp.id)
    with reading() as session:
        kept = last_audit(session, corp.corp_id)
    assert kept is not None
    assert (kept.at, kept.broken) == (clock.now(), 1)
    assert kept.findings == [{"name": "inbox.planned", "count": 1, "examples": ["1 FollowAdded"]}]
    assert [record.getMessage() for record in caplog.records] == ["a promise is broken"]
