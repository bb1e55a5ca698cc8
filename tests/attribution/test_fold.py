"""The ties of a pair are the same however its news were told: late, twice, shuffled, or not at all."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attribution.fold import ADD, END, FOUND, HALF, Fact, Span, spans

BEGIN = datetime(2026, 3, 2, 1, tzinfo=UTC)


def fact(kind: str, hours: float, event_id: int, **more: str) -> Fact:
    by = {"by": "customer"} if kind == END else {}
    return Fact(kind=kind, at=BEGIN + timedelta(hours=hours), event_id=event_id, **by, **more)


def told(ties: list[Span]) -> list[tuple[float, float | None, str | None]]:
    """(began, ended, by whom), in hours."""

    def hours(moment: datetime | None) -> float | None:
        return (moment - BEGIN) / timedelta(hours=1) if moment else None

    return [(hours(tie.added_at) or 0.0, hours(tie.ended_at), tie.ended_by) for tie in ties]


LIFE = [fact(ADD, 0, 1, state="a"), fact(END, 5, 2), fact(ADD, 9, 3, state="b"), fact(END, 12, 4)]


@pytest.mark.parametrize("order", list(permutations(LIFE)))
def test_the_order_of_the_news_does_not_matter(order: tuple[Fact, ...]):
    assert told(spans(order)) == [(0, 5, "customer"), (9, 12, "customer")]
    assert [tie.state for tie in spans(order)] == ["a", "b"]


def test_news_told_twice_is_one_beginning():
    again = fact(ADD, 0, 7, state="a")
    assert spans([LIFE[0], again]) == spans([LIFE[0]])


def test_an_add_of_who_is_tied_proves_an_end_that_nobody_told_of():
    assert told(spans([LIFE[0], LIFE[2]])) == [(0, 9, "unheard"), (9, None, None)]


def test_an_end_told_late_takes_the_place_of_the_unheard_one():
    assert told(spans([LIFE[0], LIFE[2], LIFE[1]])) == [(0, 5, "customer"), (9, None, None)]


def test_an_end_without_a_beginning_counts_nothing():
    assert spans([LIFE[1]]) == []


def test_half_an_add_counts_when_it_is_whole():
    half = fact(HALF, 0, 1, state="a")
    assert spans([half]) == []
    (tie,) = spans([half, fact(ADD, 3, 2)])
    assert (tie.added_at, tie.state, tie.half_event_id) == (BEGIN + timedelta(hours=3), "a", 1)


def test_half_an_add_that_was_taken_back_does_not_name_the_next():
    (tie,) = spans([fact(HALF, 0, 1, state="a"), fact(END, 1, 2), fact(ADD, 3, 3, state="b")])
    assert (tie.state, tie.half_event_id) == ("b", None)


def test_what_the_list_showed_begins_a_tie_only_where_nothing_else_does():
    assert told(spans([fact(FOUND, 0, 1, state="a"), fact(END, 5, 2)])) == [(0, 5, "customer")]
    assert told(spans([LIFE[0], fact(FOUND, 3, 9)])) == [(0, None, None)]
    assert told(spans([fact(FOUND, 0.001, 9), LIFE[0]])) == [(0, None, None)]


def test_an_end_and_a_new_add_in_one_second_leave_the_pair_tied():
    same = [LIFE[0], fact(END, 5, 2), fact(ADD, 5, 3)]
    assert told(spans(same)) == [(0, 5, "customer"), (5, None, None)]


def test_a_tie_of_one_second_is_ended_whichever_half_came_first():
    for ids in ((1, 2), (2, 1)):
        assert told(spans([fact(ADD, 5, ids[0]), fact(END, 5, ids[1])])) == [(5, 5, "customer")]


@given(
    st.lists(st.tuples(st.sampled_from([ADD, END, HALF, FOUND]), st.integers(0, 40)), max_size=12)
)
def test_ties_never_overlap_and_only_the_last_may_stand(history: list[tuple[str, int]]):
    ties = spans(fact(kind, hour, place) for place, (kind, hour) in enumerate(history))
    for before, after in pairwise(ties):
        assert before.ended_at is not None
        assert before.added_at <= before.ended_at <= after.added_at
    assert all(tie.ended_at is None or tie.ended_at >= tie.added_at for tie in ties)
