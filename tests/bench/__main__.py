"""`python -m tests.bench`: every line once, on services of its own, as a table with ratios."""

import logging
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app import log, migrate
from app.config import settings
from app.embedded import Postgres, Valkey
from tests.bench import door_line, drain_line, envelope_line, forged_line
from tests.bench.figure import FULL, Figure, Size, table

LINES: tuple[Callable[[Size], list[Figure]], ...] = (
    envelope_line.measure,
    forged_line.measure,
    door_line.measure,
    drain_line.measure,
)


def main() -> None:
    """Measure, and say what came of it."""
    began = time.monotonic()
    load = os.getloadavg()[0]
    log.start(logging.WARNING)
    figures: list[Figure] = []
    with own_services():
        for line in LINES:
            figures += line(FULL)
    click.echo(machine(load))
    click.echo()
    click.echo(table(figures))
    click.echo()
    short = sum(figure.falls_short for figure in figures)
    goals = sum(figure.goal is not None for figure in figures)
    took = time.monotonic() - began
    click.echo(f"bench: {len(figures)} figures, {short} of {goals} goals missed, {took:.0f} s")


@contextmanager
def own_services() -> Iterator[tuple[Postgres, Valkey]]:
    """PostgreSQL and Valkey of this run alone, whatever the settings name."""
    folder = Path(tempfile.mkdtemp(prefix="lianke-bench-"))
    folder.chmod(0o755)  # PostgreSQL runs as somebody else when we are root
    postgres, valkey = Postgres(folder), Valkey(folder)
    os.environ |= {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "INSTANCE_DIR": str(folder),
        "SECRET_KEY": "a key for benches",
    }
    settings.cache_clear()
    try:
        migrate.upgrade()
        yield postgres, valkey
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def machine(load: float) -> str:
    """What the figures were taken on. Ratios hold elsewhere; absolutes do not."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"load {load:.1f} at the start. Medians of {FULL.rounds} interleaved rounds: "
        "ratios hold, absolutes do not."
    )


if __name__ == "__main__":
    main()
