"""The demo's time: it moves only while nothing is pending, here or in the simulated WeCom."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from app import clock
from app.db import reading
from app.demo.control import Simulated
from app.due import is_anything_due, next_moment

PAUSE = 0.025  # seconds between two looks while something is pending
WATCH_EVERY = 0.3  # seconds
STEP = 0.05  # seconds that a running clock takes between two moves
STUCK = 60.0  # seconds of machine time without progress


class Stuck(RuntimeError):
    """Something stays pending, so time cannot go on."""


class Driver:
    """Moves the clock to the next due moment, or at most `speed()` seconds per real second."""

    def __init__(
        self,
        simulated: Simulated,
        *,
        speed: Callable[[], float | None],
        others: Callable[[], datetime | None],
        watch: Callable[[], None],
    ) -> None:
        self._simulated = simulated
        self._speed = speed  # asked at every step, since a person may change it; None: leap
        self._others = others  # more moments to stop at
        self._watch = watch  # called now and then, to mend what died
        self._watched = 0.0
        self._moved = self._rested = time.monotonic()

    def run(self, until: Callable[[], bool]) -> Iterator[datetime]:
        """Drive until `until` says so; yields the time after every move."""
        while not until():
            self._look_after()
            if self._is_settled():
                self._move()
                yield clock.now()
            elif time.monotonic() - self._moved > STUCK:
                raise Stuck(f"something has stayed pending for {STUCK:.0f} s at {clock.now()}")
            else:
                time.sleep(PAUSE)
                self._rested = time.monotonic()  # time that is spent pending does not count

    def _look_after(self) -> None:
        if time.monotonic() - self._watched > WATCH_EVERY:
            self._watch()
            self._watched = time.monotonic()

    def _is_settled(self) -> bool:
        """Nothing pending there, then here, and meanwhile nothing happened there."""
        try:
            return self._is_at_rest()
        except DBAPIError:
            return False  # the database is away for a moment; whoever watches brings it back

    def _is_at_rest(self) -> bool:
        before = self._simulated.state()
        if before.is_busy:
            return False
        with reading() as session:
            if is_anything_due(session):
                return False
        after = self._simulated.state()
        return not after.is_busy and after.activity == before.activity

    def _move(self) -> None:
        """One step: to the next due moment, but no faster than the speed allows."""
        now, target = clock.now(), self._next()
        speed = self._speed()
        if speed is not None:
            time.sleep(max(0, self._rested + STEP - time.monotonic()))
            allowed = now + timedelta(seconds=speed * (time.monotonic() - self._rested))
            target = min(target or allowed, allowed)
        self._moved = self._rested = time.monotonic()
        if target is not None and target > now:
            self._simulated.move_clock(target)

    def _next(self) -> datetime | None:
        with reading() as session:
            ours = next_moment(session)
        known = (ours, self._simulated.state().next_due, self._others())
        return min((moment for moment in known if moment), default=None)
