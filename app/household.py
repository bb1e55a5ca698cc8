"""The whole house in one parent process: database, doorbell, web, workers and ticker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.children import Children
from app.config import settings
from app.embedded import Postgres, Valkey
from app.queue import LANES


@contextmanager
def services(folder: Path, *, only_ours: bool = False) -> Iterator[list[Postgres | Valkey]]:
    """PostgreSQL and Valkey as the settings say: ours where no address is given.

    `only_ours` takes no other, whatever the settings say: the demo clears its database.

    Their addresses stand in the environment for this process and its children.
    """
    ours: list[Postgres | Valkey] = []
    try:
        if only_ours or settings().database_url is None:
            postgres = Postgres(folder)
            ours.append(postgres)
            os.environ["DATABASE_URL"] = postgres.url
        if only_ours or settings().redis_url is None:
            valkey = Valkey(folder)
            ours.append(valkey)
            os.environ["REDIS_URL"] = valkey.url
        settings.cache_clear()
        yield ours
    finally:
        for service in reversed(ours):
            service.stop()


def start_web(children: Children, port: int) -> None:
    """Start the web."""
    children.start(
        "web",
        *("-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--threads", str(settings().web_threads), "--log-level", "warning"),
        *("--graceful-timeout", "3", "--worker-tmp-dir", str(settings().instance_dir)),
    )


def start_work(children: Children) -> None:
    """Start one worker a lane, and the ticker."""
    for lane in LANES:
        children.start(f"worker:{lane}", "-m", "jobs.worker", lane)
    children.start("ticker", "-m", "jobs.ticker")


def watch(children: Children, ours: list[Postgres | Valkey]) -> list[str]:
    """Start again whatever has died. Returns what had to be started."""
    dead = [service for service in ours if not service.is_alive()]
    for service in dead:
        service.revive()
    return [type(service).__name__ for service in dead] + children.watch()
