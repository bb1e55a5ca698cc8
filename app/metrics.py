"""What every process counts for Prometheus, in a folder under INSTANCE_DIR that the web reads.

Labels are names out of our own tables: no word, number or id of anybody gets in here.
"""

import collections
import logging
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, values

from app.config import settings

SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 20)  # a welcome code lives for twenty
OUTCOMES = {200: "kept", 503: "not_kept"}  # of a callback, by its status; others were refused
SIZES = {"counter": 1 << 18, "histogram": 1 << 16}  # bytes: more than all labels together need
MOST_FILES = 200  # each process leaves some behind; those of the long dead are let go
_making = threading.Lock()
log = logging.getLogger(__name__)


def folder() -> Path:
    """Where the processes of this host keep their counts."""
    return settings().instance_dir / "metrics"


@dataclass(frozen=True)
class Counters:
    """Everything that is counted where it happens."""

    callbacks: Any
    events: Any
    reactions: Any
    commands: Any
    welcome_seconds: Any


def counters() -> Counters:
    """The counters of this process, made on first use."""
    with _making:  # two makers would write into one file
        return made()


@cache
def made() -> Counters:
    values.ValueClass = _value_class()
    into = CollectorRegistry()
    return Counters(
        callbacks=Counter("lianke_callbacks", "Callbacks.", ["outcome"], registry=into),
        events=Counter("lianke_events", "Kept events that were planned.", ["name"], registry=into),
        reactions=Counter(
            "lianke_reactions", "Runs of reactions.", ["name", "outcome"], registry=into
        ),
        commands=Counter("lianke_commands", "Calls to WeCom.", ["kind", "outcome"], registry=into),
        welcome_seconds=Histogram(
            "lianke_welcome_seconds",
            "From the customer's add to WeCom's answer to the welcome.",
            buckets=SECONDS,
            registry=into,
        ),
    )


def callback(outcome: str) -> None:
    """A callback was answered: kept, refused or not_kept."""
    counters().callbacks.labels(outcome).inc()


def planned(names: Iterable[str]) -> None:
    """Kept events have got their reactions."""
    for name, count in collections.Counter(iter(names)).items():
        counters().events.labels(name).inc(count)


def reacted(name: str, outcome: str) -> None:
    """A reaction ran."""
    counters().reactions.labels(name.rpartition(".")[2], outcome).inc()


def spoken(kind: str, outcome: str) -> None:
    """A call to WeCom was tried."""
    counters().commands.labels(kind, outcome).inc()


def welcomed(after: timedelta) -> None:
    """A welcome was delivered."""
    counters().welcome_seconds.observe(max(after.total_seconds(), 0))


def _value_class() -> Any:
    """Where values are kept: in files, or in this process alone when the disk has no room."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        _forget_the_dead()
        _reserve()
    except OSError as error:
        log.warning("what this process counts is not gathered: %s", error.strerror)
        return values.MutexValue
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder().resolve())
    return values.MultiProcessValue()  # type: ignore[no-untyped-call]


def _reserve() -> None:
    """Take the room on the disk now: a mapped file that finds none later kills the process."""
    for kind, size in SIZES.items():
        opened = os.open(folder() / f"{kind}_{os.getpid()}.db", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(opened, 0, size)
        finally:
            os.close(opened)


def _forget_the_dead() -> None:
    """Let the oldest files go: a counter that falls reads as one that began anew."""
    files = sorted(folder().glob("*.db"), key=_age)
    for file in files[:-MOST_FILES]:
        if not Path(f"/proc/{file.stem.rpartition('_')[2]}").exists():
            file.unlink(missing_ok=True)


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another process was faster
        return 0.0
