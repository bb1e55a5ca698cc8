"""A lead that cannot be written is tried ever more seldom, then waits for a person, and is seen."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app import clock
from app.db import engine, reading, transaction
from app.due import next_moment
from app.leads.models import Lead, Score
from app.leads.reactions import consider_lead
from app.leads.unsynced import try_again
from app.operations.standing import stopped
from jobs.sync import MOST_SURPRISES, mirror_lead
from tests.conftest import CORP, MOMENT
from tests.leads.making import add, furnish, speak


@pytest.fixture
def poisoned(house: None) -> None:
    """A customer who qualifies, and a database that will not take the lead."""
    furnish()
    consider_lead(add())
    consider_lead(speak("多少钱一套？"))
    poison()


def poison() -> None:
    cure()
    alter("add constraint poison check (score < 0)")


def cure() -> None:
    alter("drop constraint if exists poison")


def alter(how: str) -> None:
    with engine().begin() as connection:
        connection.execute(text(f"alter table lead {how}"))


@pytest.fixture(autouse=True)
def cured(services: None):
    yield
    cure()


def score() -> Score:
    with reading() as session:
        found = session.scalars(select(Score)).one()
        session.expunge(found)
    return found


def leads() -> int:
    with reading() as session:
        return session.query(Lead).count()


def park() -> None:
    for _ in range(MOST_SURPRISES):
        mirror_lead(1)


@pytest.mark.usefixtures("poisoned")
def test_each_failure_waits_longer_than_the_one_before() -> None:
    waits = []
    for _ in range(MOST_SURPRISES - 1):
        mirror_lead(1)
        assert not score().parked_at
        waits.append(score().sync_due_at - MOMENT)
    assert waits == [timedelta(seconds=min(2**n, 300)) for n in range(1, MOST_SURPRISES)]
    with reading() as session:
        assert next_moment(session) == score().sync_due_at
    assert "poison" in (score().sync_error or "")


@pytest.mark.usefixtures("poisoned")
def test_what_fails_too_often_is_parked_and_no_bell_rings_for_it() -> None:
    park()
    assert score().parked_at == MOMENT
    with clock.held_at(MOMENT + timedelta(days=1)), reading() as session:
        waits = select(Score.id).where(Score.parked_at.is_(None))
        assert session.scalars(waits).all() == []
        assert next_moment(session) is None


@pytest.mark.usefixtures("poisoned")
def test_the_figures_tell_of_it() -> None:
    park()
    with reading() as session:
        assert stopped(session)["leads"] == 1


@pytest.mark.usefixtures("poisoned")
def test_a_person_lets_it_run_again() -> None:
    park()
    cure()
    with transaction() as session:
        assert try_again(session, "wwother") == 0
        assert try_again(session, CORP) == 1
    mirror_lead(1)
    assert leads() == 1
    assert (score().sync_attempts, score().sync_error, score().parked_at) == (0, None, None)


@pytest.mark.usefixtures("poisoned")
def test_something_new_about_the_customer_is_a_new_chance() -> None:
    park()
    cure()
    consider_lead(speak("可以预约试用吗", after=timedelta(minutes=3)))
    assert score().parked_at is None
    mirror_lead(1)
    assert leads() == 1


def test_the_page_shows_them_with_their_error_and_a_button(
    client: FlaskClient, poisoned: None
) -> None:
    assert "没能写入的商机" not in client.get("/leads").text
    park()
    page = client.get("/leads").text
    assert "没能写入的商机" in page
    assert "张小雨" in page
    assert "poison" in page
    cure()
    assert client.post("/leads/unsynced").status_code == 302
    assert "没能写入的商机" not in client.get("/leads").text
