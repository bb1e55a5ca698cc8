"""Reactions end in one of four ways, each in its own row, and are claimed by one worker."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.db import reading, transaction
from app.errors import NotYet, Unprocessable
from app.events.archive import ArchiveGrew
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import happened
from app.queue import lane
from jobs import planning, react
from jobs.outcome import MOST_ATTEMPTS, MOST_SURPRISES
from jobs.reactions import REACTIONS
from tests.conftest import CORP, MOMENT

calls: list[str] = []


def first(_event: ArchiveGrew) -> None:
    calls.append("first")


def not_yet(_event: ArchiveGrew) -> None:
    raise NotYet("something is missing")


def refused(_event: ArchiveGrew) -> None:
    raise Unprocessable("it cannot be done")


def broken(_event: ArchiveGrew) -> None:
    raise ZeroDivisionError


def cut_off(_event: ArchiveGrew) -> None:
    with transaction() as session:
        session.execute(select(func.pg_terminate_backend(func.pg_backend_pid())))


@pytest.fixture
def event_id(house: None) -> int:
    calls.clear()
    with transaction() as session:
        kept = happened(session, ArchiveGrew(corp_id=CORP, happened_at=MOMENT), key="grew")
    assert kept is not None
    return kept


def react_with(monkeypatch: pytest.MonkeyPatch, *reactions) -> None:
    monkeypatch.setitem(REACTIONS, ArchiveGrew, reactions)


def work() -> None:
    """What the two lanes do when their bells ring."""
    react.welcome("welcome")
    react.react("events")


def rows() -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(InboxReaction).order_by(InboxReaction.position)))


def test_one_failure_holds_up_no_other_reaction(event_id: int, monkeypatch):
    react_with(monkeypatch, not_yet, refused, broken, first)
    work()
    assert calls == ["first"]
    assert [row.state for row in rows()] == ["again", "parked", "again", "done"]
    assert "something is missing" in rows()[0].error
    assert "ZeroDivisionError" in rows()[2].error


def test_reactions_run_once_however_often_the_bell_rings(event_id: int, monkeypatch):
    react_with(monkeypatch, first)
    for _ in range(3):
        work()
    assert calls == ["first"]


def test_an_error_that_passes_is_tried_again_later_and_in_the_end_parked(event_id, monkeypatch):
    react_with(monkeypatch, not_yet)
    pauses = []
    work()
    while rows()[0].state == "again":
        (row,) = rows()
        pauses.append(row.due_at - clock.now())
        with clock.held_at(row.due_at - timedelta(seconds=1)):
            react.react("events")
            assert rows()[0].attempts == row.attempts, "not before it is due"
        with clock.held_at(row.due_at):
            react.react("events")
            pauses[-1] = row.due_at - pauses[-1] - MOMENT
    assert rows()[0].state == "parked"
    assert rows()[0].attempts == MOST_ATTEMPTS


def test_a_surprise_is_tried_a_little_and_then_shown_with_its_trace(event_id, monkeypatch):
    react_with(monkeypatch, broken)
    work()
    while rows()[0].state == "again":
        with clock.held_at(rows()[0].due_at):
            react.react("events")
    assert (rows()[0].state, rows()[0].attempts) == ("parked", MOST_SURPRISES)
    assert "Traceback" in rows()[0].error


def test_a_database_that_goes_away_is_no_surprise(event_id, monkeypatch):
    react_with(monkeypatch, cut_off)
    work()
    while rows()[0].state == "again":
        assert "terminating connection" in rows()[0].error
        with clock.held_at(rows()[0].due_at):
            react.react("events")
    assert (rows()[0].state, rows()[0].attempts) == ("parked", MOST_ATTEMPTS)


def test_a_dead_workers_reaction_is_taken_over_and_a_living_ones_is_not(event_id, monkeypatch):
    react_with(monkeypatch, first)
    with transaction() as session:
        planning.plan(session, 10)
    for lease, ran in ((timedelta(seconds=60), []), (timedelta(seconds=-1), ["first"])):
        with transaction() as session:
            session.execute(
                update(InboxReaction).values(
                    state="running", lease_until=func.clock_timestamp() + lease
                )
            )
        react.react("events")
        assert calls == ran


def test_what_cannot_wait_runs_in_the_welcome_lane_and_the_rest_is_rung_for(house: None):
    added = FollowAdded(corp_id=CORP, happened_at=MOMENT, userid="lina", external_userid="wmNew")
    with transaction() as session:
        happened(session, added, key="added")
    assert (lane("welcome").count, lane("events").count) == (1, 0)
    react.welcome("welcome")
    later = len(REACTIONS[FollowAdded]) - 1
    assert [row.state for row in rows()] == ["done", *["pending"] * later]
    assert lane("events").count == 1
    with reading() as session:
        assert session.scalars(select(InboxEvent.state)).one() == "planned"
