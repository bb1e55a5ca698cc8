"""The one clock: real time, or the virtual time that a clock file holds for every process."""

import mmap
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.config import settings

_MOMENT = struct.Struct("<d")  # seconds since the epoch; eight aligned bytes are read whole
_file: mmap.mmap | None = None
_held: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _held is not None:
        return _held
    if settings().clock_file is None:
        return datetime.now(UTC)
    return datetime.fromtimestamp(_MOMENT.unpack_from(_shared(), 0)[0], UTC)


def machine_time() -> float:
    """Seconds since the epoch by this machine's own clock: for the age of files, not for rules."""
    return time.time()


def _shared() -> mmap.mmap:
    global _file  # noqa: PLW0603  one mapping per process, opened when first asked
    if _file is None:
        path = settings().clock_file
        assert path is not None
        with Path(path).open("rb") as opened:
            _file = mmap.mmap(opened.fileno(), _MOMENT.size, access=mmap.ACCESS_READ)
    return _file


def forget_file() -> None:
    """Let go of the clock file: the settings name another one (tests only)."""
    global _file  # noqa: PLW0603  see above
    _file = None


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold this process's clock at `moment` (tests and dry runs only)."""
    global _held  # noqa: PLW0603  the clock is the one thing that a test may set
    before, _held = _held, moment.astimezone(UTC)
    try:
        yield
    finally:
        _held = before
