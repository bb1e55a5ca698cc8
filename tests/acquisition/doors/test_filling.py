"""Which groups a group code fills: those with room, at most five, without flapping."""

from hypothesis import given
from hypothesis import strategies as st

from app.acquisition.group_codes.filling import MOST, is_full, is_next_room, open_chats

POOL = ["a", "b", "c"]


def test_a_group_leaves_when_it_has_its_people():
    assert open_chats(POOL, {"a": 180, "b": 20, "c": 0}, ["a", "b", "c"], 180) == ["b", "c"]


def test_one_who_leaves_does_not_bring_the_group_back():
    sizes = {"a": 179, "b": 20, "c": 0}
    assert open_chats(POOL, sizes, ["b", "c"], 180) == ["b", "c"]
    assert open_chats(POOL, {**sizes, "a": 161}, ["b", "c"], 180) == ["a", "b", "c"]


def test_when_all_are_full_the_one_that_was_open_stays():
    assert open_chats(POOL, {"a": 200, "b": 200, "c": 200}, ["b"], 180) == ["b"]


def test_a_dismissed_group_is_never_told():
    assert open_chats(POOL, {"b": 1}, ["a"], 180) == ["b"]
    assert open_chats(POOL, {}, ["a"], 180) == []


def test_full_means_all_of_them():
    assert is_full(["a", "b"], {"a": 180, "b": 200}, 180)
    assert not is_full(["a", "b"], {"a": 180, "b": 3}, 180)


def test_a_room_that_wecom_opened_is_known_by_base_and_number():
    assert is_next_room("福利群12", "福利群")
    assert not is_next_room("福利群", "福利群")
    assert not is_next_room("福利群12期", "福利群")
    assert not is_next_room("12", "")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 500)), st.integers(2, 500))
def test_whatever_the_sizes_one_to_five_standing_groups_are_told_and_it_is_stable(sizes, at):
    pool = list("abcdefgh")
    first = open_chats(pool, sizes, [], at)
    assert len(first) <= MOST
    assert set(first) <= set(sizes)
    assert bool(first) == bool(sizes)
    assert open_chats(pool, sizes, first, at) == first
