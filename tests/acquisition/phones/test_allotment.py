"""Numbers are shared evenly by share, seeing what everybody has; the same question, the same answer."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.phones.allotment import Hand, allot

PEOPLE = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(st.integers(1, 5), st.integers(0, 30), st.integers(0, 99)),
    min_size=1,
)


def hands(people):
    return [Hand(userid, *figures) for userid, figures in people.items()]


def test_the_remainder_goes_to_whoever_was_given_least():
    assert allot(4, [Hand("a", was_given=9), Hand("b", was_given=3), Hand("c", was_given=9)]) == [
        "b",
        "a",
        "c",
        "b",
    ]


def test_a_share_of_two_gets_twice_as_much():
    assert Counter(allot(90, [Hand("a", 2), Hand("b", 1)])) == {"a": 60, "b": 30}


def test_who_has_much_to_do_gets_less():
    assert Counter(allot(10, [Hand("a", has_open=6), Hand("b")])) == {"b": 8, "a": 2}


def test_nobody_gets_nothing():
    assert allot(5, []) == []


@given(PEOPLE, st.integers(0, 200))
def test_nobody_is_given_who_is_better_off_elsewhere(people, count):
    """Taking one number from anybody and giving it to another never makes the load more even."""
    chosen = allot(count, hands(people))
    assert chosen == allot(count, hands(dict(reversed(people.items()))))
    given_to = Counter(chosen)
    assert given_to.total() == count
    for giver, number in given_to.items():
        weight, had, _ = people[giver]
        for share, has, _ in (
            (people[name][0], people[name][1] + given_to[name], 0) for name in people
        ):
            assert (had + number) / weight <= (has + 1) / share + 1e-9
