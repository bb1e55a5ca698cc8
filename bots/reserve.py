"""Calls taken out of the budget in advance, while one API is called again and again.

Each look into the shared budget costs as much as a call. What is taken and not used within a moment
is lost: the budget counts too much then, never too little.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

HELD_FOR = 0.2  # seconds of real time
MOST = 16
PART = 500  # at most one of so many calls of a limit is taken in advance


@dataclass
class Held:
    """What is in hand of one API's calls, and of which slot of its window they are."""

    left: int = 0
    slot: int = -1
    taken_at: float = -HELD_FOR
    guard: threading.Lock = field(default_factory=threading.Lock)


class Reserve:
    """The calls in hand of this process. Safe for threads."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str, str], Held] = {}
        self._guard = threading.Lock()

    def take(
        self, key: tuple[str, str, str], slot: int, most: int, count: Callable[[int], bool]
    ) -> None:
        """Take one call out of the hand, or some out of the budget: `count` says whether it has so
        many, or raises when it has not even one. `most` is what the narrowest limit allows."""
        with self._guard:
            held = self._held.setdefault(key, Held())
        with held.guard:
            is_busy = time.monotonic() - held.taken_at < HELD_FOR
            if is_busy and held.left and held.slot == slot:
                held.left -= 1
                return
            wanted = max(1, min(MOST, most // PART)) if is_busy else 1
            held.taken_at, held.slot, held.left = time.monotonic(), slot, 0
            if wanted > 1 and count(wanted):
                held.left = wanted - 1
            else:
                count(1)

    def drop(self) -> None:
        """Forget what is in hand: WeCom has refused, or limits are near."""
        with self._guard:
            self._held.clear()
