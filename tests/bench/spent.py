"""CPU seconds that processes have spent, by the clock that Linux keeps for each of them."""

import sys
import time
from pathlib import Path

from sqlalchemy import text

from app.db import engine

IS_COUNTED = sys.platform == "linux"


def spent_under(root: int) -> float:
    """CPU seconds of a process, its threads, and all processes below it."""
    parents = {int(folder.name): parent_of(folder) for folder in Path("/proc").glob("[0-9]*")}
    below = {root}
    while grown := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= grown
    return sum(map(spent, below))


def spent(pid: int) -> float:
    """CPU seconds of one process; /proc counts in steps of 10 ms, too coarse for a backend."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes it
    except OSError:  # it has just ended
        return 0.0


def parent_of(folder: Path) -> int:
    """The parent of the process that `folder` tells of; 0 when it has just ended."""
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def postgresql() -> int:
    """The main process of PostgreSQL, which must run on this machine."""
    with engine().connect() as connection:
        backend = connection.scalar(text("select pg_backend_pid()"))
    return parent_of(Path("/proc") / str(backend))
