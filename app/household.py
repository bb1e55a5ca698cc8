"""The whole house in one parent process: database, doorbell, web, workers and ticker."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app import draining
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
    with ExitStack() as stack:
        ours: list[Postgres | Valkey] = []
        if only_ours or settings().database_url is None:
            ours.append(embedded_postgres(stack, folder))
        if only_ours or settings().redis_url is None:
            valkey = Valkey(folder)
            stack.callback(valkey.stop)
            ours.append(valkey)
            os.environ["REDIS_URL"] = valkey.url
        settings.cache_clear()
        yield ours


@contextmanager
def database(folder: Path) -> Iterator[None]:
    """PostgreSQL alone, for one command; beside a house that runs, its own is shared."""
    with ExitStack() as stack:
        if settings().database_url is None:
            embedded_postgres(stack, folder)
            settings.cache_clear()
        yield


@contextmanager
def beside(folder: Path) -> Iterator[None]:
    """PostgreSQL and the doorbell of a house that may be running, for one command that looks."""
    with database(folder):
        if settings().redis_url is None:
            os.environ["REDIS_URL"] = Valkey.address(folder)
            settings.cache_clear()
        yield


def embedded_postgres(stack: ExitStack, folder: Path) -> Postgres:
    """Ours, until the stack ends or the last process that uses it does."""
    postgres = Postgres(folder)
    stack.callback(postgres.stop)
    os.environ["DATABASE_URL"] = postgres.url
    return postgres


def start_web(children: Children, port: int) -> None:
    """Start the web: one process behind a parent that ends it in order."""
    draining.take_back()
    children.start(
        "web",
        *("-m", "granian", "--interface", "rsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--runtime-mode", "st", "--no-ws", "--http", "1", "--log-level", "warning"),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers", "--respawn-interval", "0.5"),
        "wsgi:entrance",
    )


def start_work(children: Children) -> None:
    """Start one worker a lane, and the ticker."""
    for lane in LANES:
        children.start(f"worker:{lane}", "-m", "jobs.worker", lane)
    children.start("ticker", "-m", "jobs.ticker")


def stop(children: Children) -> None:
    """End in order: not ready, accept nothing, claim nothing, let go of what is not begun."""
    draining.announce()
    time.sleep(settings().drain_for)
    children.stop(settings().stop_for, only="web")
    children.stop(settings().stop_for)


def watch(children: Children, ours: list[Postgres | Valkey]) -> list[str]:
    """Start again whatever has died. Returns what had to be started."""
    dead = [service for service in ours if not service.is_alive()]
    for service in dead:
        service.revive()
    return [type(service).__name__ for service in dead] + children.watch()
