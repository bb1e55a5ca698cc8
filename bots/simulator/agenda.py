"""What is going to happen: acts ordered by the moment they are due, then by when they were set."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(order=True)
class Due:
    at: float
    number: int
    words: Mapping[str, object] = field(compare=False)
    act: Callable[[], object] = field(compare=False)


class Agenda:
    """Not locked by itself: hold the world's lock."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._number = 0

    def put(self, at: float, words: Mapping[str, object], act: Callable[[], object]) -> None:
        self._number += 1
        heapq.heappush(self._heap, Due(at, self._number, words, act))

    def take(self, now: float) -> Due | None:
        """The first act that is due, taken off the list."""
        if self._heap and self._heap[0].at <= now:
            return heapq.heappop(self._heap)
        return None

    def due(self, now: float) -> int:
        """How many are due; looks only where the heap can hold such, however long it is."""
        count, places = 0, [0]
        for place in places:
            if place < len(self._heap) and self._heap[place].at <= now:
                count += 1
                places += (2 * place + 1, 2 * place + 2)
        return count

    def next_at(self) -> float | None:
        return self._heap[0].at if self._heap else None
