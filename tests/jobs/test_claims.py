"""Which commands of a lane are said now: the oldest, many at once, a pair's tags in order."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.db import reading, transaction
from app.due import DUE, claim_bells, is_anything_due, next_moment
from app.outbox.models import OutboxCommand
from app.outbox.say import Because, say
from bots.commands import MarkTag
from bots.rates import Rate
from jobs.claims import claim_commands
from jobs.postponed import Rest, postpone
from tests.conftest import CORP

WHY = Because(reaction="test", reason="试一试")


def decide(key: str, external_userid: str = "wmX", lane: str = "events", **more) -> None:
    mark = MarkTag(userid="lina", external_userid=external_userid, add_tag=["et1"])
    with transaction() as session:
        say(
            session,
            CORP,
            mark,
            key=key,
            because=WHY,
            lane=lane,
            userid="lina",
            external_userid=external_userid,
            **more,
        )


def claim(lane: str = "events", most: int = 10) -> list[str]:
    with transaction() as session:
        return [row.key for row in claim_commands(session, lane, most)]


def finish(key: str) -> None:
    with transaction() as session:
        session.execute(update(OutboxCommand).where(OutboxCommand.key == key).values(state="done"))


def due_in_seconds() -> list[float]:
    with reading() as session:
        rows = session.scalars(select(OutboxCommand).order_by(OutboxCommand.id))
        return [(row.due_at - clock.now()).total_seconds() for row in rows]


@pytest.fixture(autouse=True)
def still(empty_house: None):
    with clock.held_at(clock.now()):
        yield


def test_a_lane_takes_its_own_oldest_first_and_nobody_takes_twice():
    for number in range(4):
        decide(f"mark-{number}", f"wm{number}")
    decide("other", lane="bulk")
    assert claim(most=3) == ["mark-0", "mark-1", "mark-2"]
    assert claim() == ["mark-3"]
    assert claim() == []


def test_what_waits_for_the_one_before_it_is_not_due_and_gets_no_bell():
    decide("first")
    decide("second")
    later_on = clock.now() + timedelta(minutes=5)
    with transaction() as session:
        session.execute(update(OutboxCommand).values(rung_at=None))
        first = update(OutboxCommand).where(OutboxCommand.key == "first")
        session.execute(first.values(state="again", due_at=later_on))
    with transaction() as session:
        assert not is_anything_due(session)
        assert next_moment(session) == later_on
        assert not any(claim_bells(session, due) for due in DUE)
    finish("first")
    with transaction() as session:
        assert is_anything_due(session)
        assert [lane for due in DUE for _, lane in claim_bells(session, due)] == ["events"]


def test_the_tags_of_one_pair_are_marked_one_after_another():
    decide("first")
    decide("second")
    decide("somebody else", "wmY")
    assert claim() == ["first", "somebody else"]
    assert claim() == []
    finish("first")
    assert claim() == ["second"]


def test_what_is_not_due_yet_is_left_and_what_waits_for_it_too():
    decide("later", due_at=clock.now() + timedelta(minutes=1))
    decide("now")
    assert claim() == []
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        assert claim() == ["later"]


def test_a_silent_speaker_loses_its_rows_and_they_are_marked_as_maybe_said():
    decide("first")
    assert claim() == ["first"]
    with transaction() as session:
        session.execute(update(OutboxCommand).values(lease_until=clock.now() - timedelta(days=1)))
    assert claim() == ["first"]
    with reading() as session:
        assert session.scalars(select(OutboxCommand.maybe_said)).one() is True


def test_what_waits_for_a_window_is_spread_over_the_windows_that_follow():
    for number in range(7):
        decide(f"mark-{number}", f"wm{number}")
    decide("in an hour", "wmZ", due_at=clock.now() + timedelta(hours=1))
    until = clock.now() + timedelta(seconds=10)
    with transaction() as session:
        postpone(session, Rest(CORP, "events", "MarkTag", until, Rate(3, 60)))
    assert due_in_seconds() == [10, 10, 10, 70, 70, 70, 130, 3600]


def test_a_members_own_limit_lets_the_others_pass():
    decide("lina's")
    until = clock.now() + timedelta(seconds=10)
    with transaction() as session:
        postpone(session, Rest(CORP, "events", "MarkTag", until, Rate(3, 60), "zhaolei"))
    assert claim() == ["lina's"]
