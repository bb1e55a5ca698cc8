"""Which reactions run now: a customer's events in their order, everybody else's beside them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.db import reading, transaction
from app.events.archive import StaffSpoke
from app.events.contacts import FollowAdded
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import happened
from jobs import planning, react
from jobs.outcome import Outcome
from jobs.reactions import REACTIONS
from jobs.units import Unit, claim_units, finish
from tests.conftest import CORP, MOMENT

ran: list[int] = []


def note(event: StaffSpoke) -> None:
    ran.append(event.message_id)


def two(_event: StaffSpoke) -> None:
    """Something else that is done."""


@pytest.fixture(autouse=True)
def quiet(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    monkeypatch.setitem(REACTIONS, StaffSpoke, (note, two))


def spoke(number: int, external_userid: str = "wmX") -> None:
    event = StaffSpoke(
        corp_id=CORP,
        happened_at=MOMENT,
        userid="lina",
        external_userid=external_userid,
        message_id=number,
    )
    with transaction() as session:
        happened(session, event, key=f"spoke {number}")


def plan(most: int = 100) -> int:
    with transaction() as session:
        return len(planning.plan(session, most))


def claim(most: int = 100) -> list[Unit]:
    with transaction() as session:
        return claim_units(session, most)


def messages(units: list[Unit]) -> list[int]:
    return [getattr(unit.event, "message_id", 0) for unit in units]


def end(units: list[Unit], state: str = "done") -> None:
    with transaction() as session:
        finish(session, [(row, Outcome(state)) for unit in units for row in unit.rows])


def test_one_customers_events_wait_for_one_another_and_for_nobody_else():
    for number, customer in enumerate(("wmX", "wmX", "wmY", "wmX")):
        spoke(number, customer)
    plan()
    first = claim()
    assert messages(first) == [0, 2]
    assert all(len(unit.rows) == 2 for unit in first), "an event's reactions come together"
    assert claim() == []
    end(first)
    assert messages(claim()) == [1]


def test_an_event_that_is_not_planned_yet_holds_back_the_later_ones_of_its_customer():
    spoke(0)
    spoke(1)
    first = update(InboxEvent).where(InboxEvent.id == 1)
    with transaction() as session:
        session.execute(first.values(state="on its way"))
    assert plan() == 1
    with transaction() as session:
        session.execute(first.values(state="new"))
    assert claim() == []


def test_a_reaction_that_is_tried_again_later_holds_back_nobody():
    spoke(0)
    spoke(1)
    plan()
    first = claim()
    with transaction() as session:
        later = [(row, Outcome("again", "not yet", timedelta(minutes=5))) for row in first[0].rows]
        finish(session, later)
    assert messages(claim()) == [1]


def test_a_dead_workers_events_are_taken_over():
    spoke(0)
    plan()
    assert messages(claim()) == [0]
    assert claim() == []
    with transaction() as session:
        past = clock.now() - timedelta(days=300)
        session.execute(update(InboxReaction).values(lease_until=past))
    (unit,) = claim()
    assert [row.attempts for row in unit.rows] == [2, 2]


def test_a_kept_event_that_no_class_can_read_is_set_aside_and_holds_up_nobody():
    for number in range(3):
        spoke(number, f"wm{number}")
    with transaction() as session:
        session.execute(
            update(InboxEvent).where(InboxEvent.id == 2).values(fields={"no": "such field"})
        )
    react.welcome("welcome")
    react.react("events")
    assert sorted(ran) == [0, 2]
    with reading() as session:
        states = session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)).all()
    assert states == ["planned", "unknown", "planned"]


def test_welcomes_are_planned_apart_from_a_backlog_of_other_events():
    for number in range(3):
        spoke(number)
    added = FollowAdded(corp_id=CORP, happened_at=MOMENT, userid="lina", external_userid="wmNew")
    with transaction() as session:
        happened(session, added, key="added")
        ((event, first),) = planning.plan_hurried(session, 10)
        assert len(planning.plan(session, 10)) == 3
    assert (event, first.name) == (added, "app.outreach.reactions.greet")
    assert (first.lane, first.state, first.attempts) == ("welcome", "running", 1)
    with reading() as session:
        rest = select(InboxReaction).where(InboxReaction.event_id == event.event_id)
        others = session.scalars(rest.order_by(InboxReaction.position)).all()[1:]
    assert {(row.lane, row.state) for row in others} == {("events", "pending")}


def test_a_renamed_reaction_is_parked_with_its_name_in_the_trace(monkeypatch):
    spoke(0)
    plan()
    monkeypatch.setitem(REACTIONS, StaffSpoke, (two,))
    for _ in range(3):
        react.react("events")
        with transaction() as session:
            session.execute(update(InboxReaction).values(due_at=clock.now()))
    with reading() as session:
        rows = session.scalars(select(InboxReaction).order_by(InboxReaction.position)).all()
    assert (rows[0].state, rows[1].state) == ("parked", "done")
    assert "note is no reaction" in (rows[0].error or "")
