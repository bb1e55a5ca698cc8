"""A batch of events ends as the same events one by one, and one bad event holds up no other."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import select

from app.corps.wecom import forget_mouths
from app.corps.wecom import wecom as client
from app.db import reading, transaction
from app.errors import NotYet
from app.events.archive import StaffSpoke
from app.inbox.models import InboxReaction
from app.inbox.record import happened
from app.together import Troubles
from jobs import react, together
from jobs.reactions import MANY, REACTIONS
from tests.conftest import CORP, MOMENT
from tests.jobs import likeness

ran: list[tuple[str, int]] = []
BAD = 3


def note(event: StaffSpoke) -> None:
    ran.append(("alone", event.message_id))
    if event.message_id == BAD:
        raise ZeroDivisionError


def note_all(events: Sequence[StaffSpoke]) -> Troubles:
    for event in events:
        if event.message_id == BAD:
            raise ZeroDivisionError
        ran.append(("together", event.message_id))
    return {}


def all_but_one(events: Sequence[StaffSpoke]) -> Troubles:
    ran.extend(("together", event.message_id) for event in events)
    return {event.event_id: NotYet("not here") for event in events if event.message_id == BAD}


@pytest.fixture
def quiet(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ran.clear()
    monkeypatch.setitem(REACTIONS, StaffSpoke, (note,))
    yield
    forget_mouths()


def spoke(*numbers: int) -> None:
    with transaction() as session:
        for number in numbers:
            who = f"wm{number}"
            event = StaffSpoke(
                corp_id=CORP,
                happened_at=MOMENT,
                userid="lina",
                external_userid=who,
                message_id=number,
            )
            happened(session, event, key=f"spoke {number}")


def states() -> list[tuple[str, int]]:
    with reading() as session:
        rows = select(InboxReaction).order_by(InboxReaction.event_id)
        return [(row.state, row.attempts) for row in session.scalars(rows)]


def test_a_batch_that_breaks_is_run_one_by_one_and_only_the_bad_event_stops(quiet, monkeypatch):
    monkeypatch.setitem(MANY, note, note_all)
    spoke(1, 2, BAD, 4)
    react.react("events")
    assert [number for how, number in ran if how == "alone"] == [1, 2, BAD, 4]
    assert states() == [("done", 1), ("done", 1), ("again", 1), ("done", 1)]


def test_what_one_event_of_a_batch_meets_is_its_own(quiet, monkeypatch):
    monkeypatch.setitem(MANY, note, all_but_one)
    spoke(1, 2, BAD, 4)
    react.react("events")
    assert ran == [("together", number) for number in (1, 2, BAD, 4)]
    assert states() == [("done", 1), ("done", 1), ("again", 1), ("done", 1)]


def test_a_large_crowd_goes_in_batches_of_bounded_size(quiet, monkeypatch):
    sizes: list[int] = []

    def counted(events: Sequence[StaffSpoke]) -> Troubles:
        sizes.append(len(events))
        return {}

    monkeypatch.setitem(MANY, note, counted)
    spoke(*range(10, 10 + together.MOST + 20))
    react.react("events")
    assert sum(sizes) == together.MOST + 20
    assert max(sizes) <= together.MOST


@pytest.mark.parametrize("seed", [1, 2])
def test_a_batch_ends_in_the_same_rows_as_the_events_one_by_one(house, monkeypatch, seed):
    likeness.set_up()
    client(CORP).ask = likeness.answer  # type: ignore[method-assign]
    likeness.told("A", seed, customers=25)
    monkeypatch.setattr(together, "MOST", 1)
    likeness.told("B", seed, customers=25)
    together_, alone = likeness.outcome("A"), likeness.outcome("B")
    forget_mouths()
    for name, rows in alone.items():
        assert rows, f"the history says nothing about {name}"
        assert together_[name] == rows, name
