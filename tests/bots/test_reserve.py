"""Calls taken in advance: some at a time while many follow one another, never more than there are."""

from bots.reserve import HELD_FOR, MOST, PART, Held, Reserve

KEY = ("ww1", "externalcontact/get", "events")
PLENTY = MOST * PART


class Shared:
    """A budget of so many calls."""

    def __init__(self, left: int) -> None:
        self.left, self.asked = left, list[int]()

    def count(self, wanted: int) -> bool:
        self.asked.append(wanted)
        if wanted > self.left:
            if wanted == 1:
                raise LookupError
            return False
        self.left -= wanted
        return True


def test_a_single_call_is_counted_alone_and_those_that_follow_it_together():
    shared, reserve = Shared(1000), Reserve()
    for _ in range(1 + MOST + 1):
        reserve.take(KEY, 0, PLENTY, shared.count)
    assert shared.asked == [1, MOST, MOST]


def test_the_last_calls_are_taken_one_by_one_to_the_very_last():
    shared, reserve = Shared(3), Reserve()
    for _ in range(3):
        reserve.take(KEY, 0, PLENTY, shared.count)
    assert shared.left == 0
    try:
        reserve.take(KEY, 0, PLENTY, shared.count)
    except LookupError:
        return
    raise AssertionError("a call that is not there was given")


def test_a_narrow_limit_is_counted_call_by_call():
    shared, reserve = Shared(100), Reserve()
    for _ in range(5):
        reserve.take(KEY, 0, PART, shared.count)
    assert shared.asked == [1] * 5


def test_what_is_in_hand_does_not_outlive_its_window_or_a_refusal():
    shared, reserve = Shared(1000), Reserve()
    for slot in (0, 0, 1):
        reserve.take(KEY, slot, PLENTY, shared.count)
    assert shared.asked == [1, MOST, MOST]
    reserve.drop()
    reserve.take(KEY, 1, PLENTY, shared.count)
    assert shared.asked[-1] == 1


def test_nothing_is_in_hand_at_first():
    assert (Held().left, Held().taken_at) == (0, -HELD_FOR)
