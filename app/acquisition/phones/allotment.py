"""Who gets which number: evenly by share, seeing what each has to do already. Pure."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Hand:
    """A member: their share, what they have open now, and what they were ever given."""

    userid: str
    weight: int = 1
    has_open: int = 0
    was_given: int = 0


def allot(count: int, hands: Sequence[Hand]) -> list[str]:
    """The member for each of `count` numbers, in their order.

    The next number goes to whom it loads least for their share; among equals to whoever was given
    least so far, then by userid: the same question has the same answer.
    """
    if not hands:
        return []
    heap = [_place(hand, 0) for hand in hands]
    heapq.heapify(heap)
    by_name = {hand.userid: hand for hand in hands}
    given = dict.fromkeys(by_name, 0)
    chosen: list[str] = []
    for _ in range(count):
        userid = heap[0][2]
        chosen.append(userid)
        given[userid] += 1
        heapq.heapreplace(heap, _place(by_name[userid], given[userid]))
    return chosen


def _place(hand: Hand, new: int) -> tuple[Fraction, int, str]:
    return Fraction(hand.has_open + new + 1, hand.weight), hand.was_given + new, hand.userid


def hands_of(
    weights: Mapping[str, int], has_open: Mapping[str, int], was_given: Mapping[str, int]
) -> list[Hand]:
    """The members who share a list."""
    return [
        Hand(userid, weight, has_open.get(userid, 0), was_given.get(userid, 0))
        for userid, weight in weights.items()
    ]
