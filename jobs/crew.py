"""Many at once: fetch what is due, do it in threads, write the results down together.

While work is under way its leases are renewed, so that a short lease tells a dead worker quickly.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from app.config import settings

Work = TypeVar("Work")
Result = TypeVar("Result")

GATHER = 0.005  # seconds of real time in which more results may join the first
GATHER_MORE = 0.02  # the same, where the threads have more in hand than they can begin meanwhile
LOOK = 0.02  # seconds of real time until a look for new work while some is under way
LONGEST = 30.0  # seconds of real time: then another bell goes on, so that RQ sees a job end
stopping = threading.Event()  # this process is asked to end: it claims nothing more


def lease() -> timedelta:
    """How long claimed work stays ours without being renewed, in machine time."""
    return timedelta(seconds=settings().lease_for)


@dataclass(frozen=True)
class Crew(Generic[Work, Result]):
    """`fetch` claims work until `most` is in hand; `act` must not raise; `keep` gets what is
    finished and returns what is to be done next about it; `renew` is told what is under way.

    `weight` is how much of `most` a piece of work is, and `threads` how many are worked on at once:
    as many as there are, unless told otherwise.
    """

    name: str
    most: int
    fetch: Callable[[int], Sequence[Work]]
    act: Callable[[Work], Result]
    keep: Callable[[Sequence[tuple[Work, Result]]], Sequence[Work]]
    renew: Callable[[Sequence[Work]], None]
    weight: Callable[[Work], int] = lambda _: 1
    threads: int | None = None

    def drain(self, longest: float = LONGEST) -> bool:
        """Work until nothing is left. False when the time was up before, or the process is to end."""
        until = time.monotonic() + longest
        renewed_at = time.monotonic()
        busy: dict[Future[Result], Work] = {}
        size = self.threads or self.most
        with ThreadPoolExecutor(size, thread_name_prefix=self.name) as threads:
            while True:
                in_time = time.monotonic() < until and not stopping.is_set()
                free = self.most - sum(map(self.weight, busy.values()))
                if in_time and free >= self.most // 4:
                    busy |= {threads.submit(self.act, work): work for work in self.fetch(free)}
                if not busy:
                    return in_time
                if done := self._finished(busy):
                    more = self.keep([(busy.pop(one), one.result()) for one in done])
                    busy |= {threads.submit(self.act, work): work for work in more}
                if busy and time.monotonic() - renewed_at > settings().lease_for / 4:
                    renewed_at = time.monotonic()
                    self.renew(list(busy.values()))

    def _finished(self, busy: dict[Future[Result], Work]) -> Sequence[Future[Result]]:
        """What has ended; where much is under way, whatever ends soon after is written with it."""
        done, _ = wait(busy, LOOK, FIRST_COMPLETED)
        if done and len(busy) > self.most // 8:
            has_plenty = self.threads is not None and len(busy) > 3 * self.threads
            time.sleep(GATHER_MORE if has_plenty else GATHER)
        return [one for one in busy if one.done()]
