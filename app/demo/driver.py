"""The demo's time: it moves only while nothing is pending, here or in the simulated WeCom."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from app import clock
from app.config import settings
from app.db import reading
from app.demo.control import Simulated, State
from app.due import is_anything_due, next_moment
from app.inbox.spool import Spool

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
            if self._step():
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

    def _step(self) -> bool:
        """Move if nothing is pending; False when something is, or the database is away."""
        try:
            rest = self._rest()
            return rest is not None and self._move(rest)
        except DBAPIError:
            return False  # whoever watches brings it back

    def _rest(self) -> State | None:
        """The simulated WeCom, seen while nothing was pending there, nor after that look here."""
        seen = self._simulated.state()
        return None if seen.is_busy or is_work_waiting() else seen

    def _move(self, rest: State) -> bool:
        """One step: to the next due moment, but no faster than the speed allows.

        False, and no step, if something has happened since that look: time that overtook
        somebody's scan would use up the 20 seconds of its welcome code.
        """
        now, target = clock.now(), self._next(rest)
        speed = self._speed()
        if speed is not None:
            time.sleep(max(0, self._rested + STEP - time.monotonic()))
            allowed = now + timedelta(seconds=speed * (time.monotonic() - self._rested))
            target = min(target or allowed, allowed)
        if target is not None and target > now and not self._simulated.move_clock(target, rest):
            return False
        self._moved = self._rested = time.monotonic()
        return True

    def _next(self, rest: State) -> datetime | None:
        with reading() as session:
            ours = next_moment(session)
        known = (ours, rest.next_due, self._others())
        return min((moment for moment in known if moment), default=None)


def is_work_waiting() -> bool:
    """Whether a callback lies in the spool, or some row of ours is due.

    In this order: a letter leaves the spool when its row is there.
    """
    if Spool(settings().instance_dir / "spool").waiting():
        return True
    with reading() as session:
        return is_anything_due(session)
