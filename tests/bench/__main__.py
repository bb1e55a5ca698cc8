"""`python -m tests.bench`: every line once, on services of its own, as a table with ratios."""

import logging
import os
import platform
import sys
import time
from collections.abc import Callable

import click

from app import log
from tests.bench import door_line, drain_line, envelope_line, forged_line, kill_line
from tests.bench.figure import FULL, Figure, Size, table
from tests.bench.own import own_services

LINES: tuple[Callable[[Size], list[Figure]], ...] = (
    envelope_line.measure,
    forged_line.measure,
    door_line.measure,
    kill_line.measure,
    drain_line.measure,
)


def main() -> int:
    """Measure, and say what came of it: 1 when a goal is missed."""
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
    return 1 if short else 0


def machine(load: float) -> str:
    """What the figures were taken on. Ratios hold elsewhere; absolutes do not."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"load {load:.1f} at the start. Medians of {FULL.rounds} interleaved rounds: "
        "ratios hold, absolutes do not."
    )


if __name__ == "__main__":
    sys.exit(main())
