"""Each number counts what its rule says, whatever becomes of the customers."""

from datetime import date

import pytest
from sqlalchemy import select

from app.attribution.counts import Counts
from app.attribution.finding import find_adds
from app.attribution.models import Arrival
from app.attribution.periods import Period
from app.attribution.recount import recount
from app.attribution.statistics import BY_STAFF, BY_STATE, Asked, by, by_day, rows_behind
from app.contacts.models import Follow
from app.corps.models import Corp
from app.db import reading, transaction
from app.inbox.models import InboxEvent
from tests.attribution.making import EXPO, add, at, lead, lose, welcome, write
from tests.conftest import CORP

pytestmark = pytest.mark.usefixtures("furnished")
TODAY = date(2026, 3, 2)  # of tests.conftest.MOMENT
MONTH = Asked(CORP, Period("custom", date(2026, 2, 1), TODAY), TODAY)


def counted(asked: Asked = MONTH) -> dict[str, Counts]:
    with reading() as session:
        return by(session, asked, BY_STATE)


def test_who_was_lost_and_comes_back_counts_twice_but_is_new_once():
    add("zhang", -9)
    lose("zhang", -5)
    add("zhang", -3)
    found = counted()[EXPO]
    assert (found.adds, found.firsts, found.losses, found.net) == (2, 1, 1, 1)


def test_a_second_member_is_one_more_add_and_no_new_customer():
    add("zhang", -9)
    add("zhang", -8, userid="sunyue")
    with reading() as session:
        found = by(session, MONTH, BY_STAFF)
    assert (found["lina"].firsts, found["sunyue"].adds, found["sunyue"].firsts) == (1, 1, 0)


def test_a_loss_counts_on_its_day_for_the_code_of_the_add():
    add("zhang", -40)
    lose("zhang", -1, by_staff=True)
    assert counted()[EXPO] == Counts(losses=1)
    with reading() as session:
        assert by_day(session, MONTH)[date(2026, 3, 1)] == Counts(losses=1)


def test_an_add_late_in_the_evening_belongs_to_the_corps_day():
    add("zhang", -1.06)  # 00:03 in Shanghai, still the day before in UTC
    with reading() as session:
        assert [day for day, one in by_day(session, MONTH).items() if one.adds] == [
            date(2026, 3, 1)
        ]


@pytest.mark.parametrize(
    ("ended", "kept"),
    [(None, (1, 1)), (-9, (0, 0)), (-7.5, (0, 0)), (-7.3, (1, 0)), (-1.5, (1, 0)), (-1.3, (1, 1))],
)
def test_kept_means_still_there_when_the_day_ended(ended: float | None, kept: tuple[int, int]):
    add("zhang", -9.3)  # 2026-02-21 in Shanghai
    if ended is not None:
        lose("zhang", ended)
    found = counted()[EXPO]
    assert (found.due1, found.due7) == (1, 1)
    assert (found.kept1, found.kept7) == kept


def test_a_day_that_is_not_over_is_in_no_rate():
    add("zhang", -1)
    found = counted()[EXPO]
    assert (found.due1, found.kept1) == (0, 0)
    assert found.share("kept1", "due1") is None


@pytest.mark.parametrize(("state", "welcomed"), [("done", 1), ("failed", 0), ("expired", 0)])
def test_only_a_welcome_that_wecom_confirmed_counts(state: str, welcomed: int):
    welcome(add("zhang", -2), state)
    assert counted()[EXPO].welcomed == welcomed


def test_words_count_for_the_tie_in_which_they_were_said():
    add("zhang", -9)
    lose("zhang", -5)
    add("zhang", -3)
    write("zhang", -2)
    assert counted()[EXPO].replied == 1
    write("zhang", -7)  # archived late
    assert counted()[EXPO].replied == 2


def test_words_that_were_archived_before_the_news_of_the_add_count():
    write("zhang", -2)
    add("zhang", -3)
    assert counted()[EXPO].replied == 1


def test_a_lead_counts_once_where_the_customer_came_first():
    add("zhang", -9)
    add("zhang", -3, userid="sunyue", state="")
    lead("zhang", "won")
    found = counted()
    assert (found[EXPO].leads, found[EXPO].won, found[""].leads) == (1, 1, 0)


def test_the_rows_behind_a_number_are_as_many_as_it_says():
    for number in range(6):
        welcome(add(f"c{number}", -9 + number))
    lose("c1", -4)
    write("c2", -4)
    lead("c3")
    found = counted()[EXPO]
    with reading() as session:
        for name in ("adds", "firsts", "losses", "welcomed", "replied", "kept1", "kept7", "leads"):
            rows = session.execute(rows_behind(MONTH, name)).all()
            assert len(rows) == found.get(name), name


def test_a_tie_that_only_the_list_shows_is_found_and_stays_when_the_follow_begins_anew():
    with transaction() as session:
        follow = Follow(
            corp_id=CORP, userid="lina", external_userid="zhang", state=EXPO, followed_at=at(-9)
        )
        session.add(follow)
        corp_row = session.scalars(select(Corp.id)).one()
    find_adds(corp_row)
    find_adds(corp_row)
    assert (counted()[EXPO].adds, told("AddFound")) == (1, 1)
    lose("zhang", -5)
    add("zhang", -3)
    assert (counted()[EXPO].adds, counted()[EXPO].losses) == (2, 1)


def told(name: str) -> int:
    with reading() as session:
        return session.query(InboxEvent).filter_by(name=name).count()


def test_adds_from_before_the_statistics_are_counted_by_the_hourly_look():
    add("zhang", -9)
    with transaction() as session:
        session.query(Arrival).delete()
        session.add(
            Follow(corp_id=CORP, userid="lina", external_userid="zhang", followed_at=at(-9))
        )
        corp_row = session.scalars(select(Corp.id)).one()
    find_adds(corp_row)
    assert (counted()[EXPO].adds, told("AddFound")) == (1, 0)


def test_a_recount_finds_what_is_wrong_and_mends_it():
    add("zhang", -9)
    add("li", -8)
    assert recount(CORP).differing == []
    with transaction() as session:
        session.query(Arrival).filter_by(external_userid="li").delete()
        session.query(Arrival).filter_by(external_userid="zhang").update({"state": "other"})
    assert len(recount(CORP, repair=True).differing) == 2
    assert recount(CORP).differing == []
    assert counted()[EXPO].adds == 2


def test_nobody_counts_another_corps_customers():
    add("zhang", -9)
    with reading() as session:
        assert by(session, Asked("wwother", MONTH.period, TODAY), BY_STATE) == {}
