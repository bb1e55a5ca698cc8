"""A hint that is told again lets its reactions run again, even one that runs just now."""

import pytest
from sqlalchemy import select, update

from app.db import reading, transaction
from app.events.archive import ArchiveGrew
from app.inbox.models import InboxEvent, InboxReaction
from app.inbox.record import happened
from jobs import planning
from jobs.outcome import DONE, Outcome
from jobs.reactions import REACTIONS
from jobs.units import Unit, claim_units, finish
from tests.conftest import CORP, MOMENT


def look(_event: ArchiveGrew) -> None:
    """Stands for any reaction."""


@pytest.fixture(autouse=True)
def grown(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hint, planned."""
    monkeypatch.setitem(REACTIONS, ArchiveGrew, (look,))
    with transaction() as session:
        happened(session, ArchiveGrew(corp_id=CORP, happened_at=MOMENT), key="grew")
        planning.plan(session, 1)


def told_again() -> None:
    """As callbacks/entry.py, HEAR_AGAIN, leaves it; then planned."""
    with transaction() as session:
        session.execute(update(InboxEvent).values(state="new"))
        planning.plan(session, 1)


def claim() -> Unit:
    with transaction() as session:
        (unit,) = claim_units(session, 1)
    return unit


def end(unit: Unit, outcome: Outcome = DONE) -> None:
    with transaction() as session:
        finish(session, [(row, outcome) for row in unit.rows])


def states() -> list[tuple[str, int]]:
    with reading() as session:
        rows = session.execute(select(InboxReaction.state, InboxReaction.attempts))
        return [(state, attempts) for state, attempts in rows]


def test_a_reaction_that_is_done_runs_again() -> None:
    end(claim())
    assert states() == [("done", 1)]
    told_again()
    assert states() == [("pending", 0)]
    end(claim())
    assert states() == [("done", 1)]


def test_one_that_runs_just_now_may_have_looked_too_early_and_runs_again() -> None:
    early = claim()
    told_again()
    end(early)
    assert states() == [("pending", 1)], "its end is not the end of what was told since"


def test_who_was_relieved_ends_nothing_of_the_next() -> None:
    early = claim()
    told_again()
    late = claim()
    end(early)
    assert states() == [("running", 2)]
    end(late)
    assert states() == [("done", 2)]


def test_one_that_waits_anyway_goes_on_waiting() -> None:
    told_again()
    assert states() == [("pending", 0)]
