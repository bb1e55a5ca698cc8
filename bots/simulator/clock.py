"""The moment everybody lives in: eight bytes in a file, or a clock of this process alone."""

import mmap
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

from bots.simulator.errors import MistakeError

CHINA = timezone(timedelta(hours=8))  # WeCom's months and days are Beijing's


class Clock(Protocol):
    def now(self) -> float: ...
    def move(self, to: float) -> None: ...
    def moves_itself(self) -> bool: ...
    def set_speed(self, speed: float) -> None: ...
    @property
    def speed(self) -> float: ...


class FileClock:
    """A little-endian IEEE double, seconds since the epoch, read by every process through mmap.

    The simulator is its only writer. One aligned store of eight bytes is never seen half done.
    """

    def __init__(self, path: Path, start: float) -> None:
        path.write_bytes(bytes(8))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 8)
        self._moment = memoryview(self._map).cast("d")
        self._moment[0] = start

    def now(self) -> float:
        return self._moment[0]

    def move(self, to: float) -> None:
        self._moment[0] = to

    def moves_itself(self) -> bool:
        return False

    def set_speed(self, speed: float) -> None:
        raise MistakeError(f"a clock in a file runs at no speed, so not at {speed:g}: move it", 409)

    @property
    def speed(self) -> float:
        return 0.0


class OwnClock:
    """Runs by itself at `speed` virtual seconds per real one; speed 0 stands still."""

    def __init__(self, start: float, speed: float) -> None:
        self._start, self.speed = start, speed
        self._since = time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._since) * self.speed

    def move(self, to: float) -> None:
        self._start, self._since = to, time.monotonic()

    def moves_itself(self) -> bool:
        return self.speed > 0

    def set_speed(self, speed: float) -> None:
        self.move(self.now())
        self.speed = speed


def real_now() -> float:
    """Where a clock without a file begins: then the other side lives in real time too."""
    return time.time()


def month_of(moment: float) -> tuple[int, int]:
    day = datetime.fromtimestamp(moment, CHINA)
    return day.year, day.month


def days_in_month(moment: float) -> int:
    first = datetime.fromtimestamp(moment, CHINA).replace(day=1)
    return ((first + timedelta(days=32)).replace(day=1) - first).days


def day_of(moment: float) -> int:
    """The first second of the day in Beijing, where there is no summer time."""
    seconds = int(moment)
    return seconds - (seconds + 8 * 3600) % 86400
