"""`python -m tests.bench.sync`: a whole corp through the client, empty and again; calls, time, memory."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click
import requests
from sqlalchemy import func, select

from app.contacts.models import Follow, FollowTag
from app.corps.models import Corp, CorpApp
from app.db import reading, transaction
from tests.bench.__main__ import machine, own_services
from tests.bench.sync_rows import by_merge, by_pages, sightings

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """One run of `flask mirror`."""

    what: str
    seconds: float
    megabytes: float
    calls: dict[str, int]
    told: str

    @property
    def changed(self) -> int:
        """How many customers it said to have changed."""
        found = re.search(r"changed (\d+)", self.told)
        assert found, self.told
        return int(found[1])


@click.command()
@click.option("--customers", default=100_000, show_default=True)
@click.option("--seed", default=7, show_default=True)
@click.option("--rows", default=3_000, show_default=True, help="For the rows beside ORM merge.")
def main(customers: int, seed: int, rows: int) -> None:
    """Mirror a simulated corp twice, and write rows beside the ORM's merge."""
    load = os.getloadavg()[0]
    with own_services(), tempfile.TemporaryDirectory() as folder:
        process, said, loaded = simulator(Path(folder), customers, seed)
        try:
            os.environ["WECOM_API_BASE"] = said["api_base"]
            enter(said["corps"][0])
            runs = [ran(what, said) for what in ("empty", "again")]
            said_follows = sum(one["staff_has"] for one in truth(said, "follows"))
        finally:
            process.terminate()
            process.wait(10)
        follows, tags = count(Follow), count(FollowTag)
        beside = beside_merge(rows)
    click.echo(machine(load))
    click.echo(f"simulator: {customers:,} customers loaded in {loaded:.1f} s, seed {seed}")
    for run in runs:
        click.echo(
            f"{run.what}: {run.seconds:.1f} s, {run.megabytes:.0f} MiB at most, {run.told}; calls: "
            + ", ".join(f"{path} {calls:,}" for path, calls in sorted(run.calls.items()))
        )
    click.echo(f"rows: {follows:,} follows, {tags:,} tags")
    for line in beside:
        click.echo(line)
    is_whole = follows == said_follows and [run.changed for run in runs] == [follows, 0]
    click.echo(f"sync-bench: {'whole, and nothing to do again' if is_whole else 'NOT WHOLE'}")
    sys.exit(not is_whole)


def simulator(
    folder: Path, customers: int, seed: int
) -> tuple[subprocess.Popen[bytes], dict[str, Any], float]:
    """A simulated WeCom with that many customers, what it says of itself, and its loading time."""
    began = time.monotonic()
    command = [sys.executable, "-m", "bots.simulator", "--clock-file", str(folder / "clock")]
    command += ["--customers", str(customers), "--seed", str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said: dict[str, Any] = json.loads(process.stdout.readline())
    return process, said, time.monotonic() - began


def enter(corp: dict[str, Any]) -> None:
    """The simulated corp in this house."""
    app = corp["apps"][0]
    with transaction() as session:
        session.add(Corp(corp_id=corp["corpid"], name=corp["name"]))
        session.add(
            CorpApp(
                corp_id=corp["corpid"],
                agentid=app["agentid"],
                name=app["name"],
                secret=app["secret"],
                token=app["token"],
                encoding_aes_key=app["encoding_aes_key"],
            )
        )


def ran(what: str, said: dict[str, Any]) -> Ran:
    """`flask mirror` in a process of its own."""
    before = calls_of(said)
    began = time.monotonic()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "mirror"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    told = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, told
    calls = {path: calls - before.get(path, 0) for path, calls in calls_of(said).items()}
    took = time.monotonic() - began
    return Ran(
        what, took, usage.ru_maxrss / 1024, {path: n for path, n in calls.items() if n}, told
    )


def calls_of(said: dict[str, Any]) -> dict[str, int]:
    """How often each API has been called."""
    return {path: sum(codes.values()) for path, codes in truth(said, "api_calls").items()}


def truth(said: dict[str, Any], part: str) -> Any:
    """A part of what the simulator knows to have happened."""
    url, params = f"{said['control_base']}/truth", {"part": part}
    return requests.get(url, params=params, timeout=60).json()[part]


def count(table: type[Follow | FollowTag]) -> int:
    """How many rows there are."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def beside_merge(rows: int, rounds: int = 3) -> list[str]:
    """The database's side alone: pages of ours and the ORM's merge of the same, taking turns."""
    lines = []
    for what, changed in (("empty table", 0), ("again, 1 % changed", 100)):
        turns = []
        for number in range(rounds):
            ours = sightings(f"ours{number}", rows, changed=changed)
            theirs = sightings(f"them{number}", rows, changed=changed)
            turns.append((by_pages(f"ours{number}", ours), by_merge(f"them{number}", theirs)))
        ours_took, theirs_took = (median(column) for column in zip(*turns, strict=True))
        lines.append(compared(what, rows, ours_took, theirs_took))
    return lines


def compared(what: str, rows: int, ours: float, theirs: float) -> str:
    """Customers a second, ours beside the ORM's merge."""
    return (
        f"{what}: {rows / ours:,.0f} customers/s in pages of 500, "
        f"{rows / theirs:,.0f} by ORM merge, {theirs / ours:.0f} times"
    )


if __name__ == "__main__":
    main()
