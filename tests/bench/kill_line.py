"""Line: the web killed in mid-load, again and again: what it has acknowledged is stored."""

import os
import signal
import time
from pathlib import Path
from random import Random
from threading import Timer

from app import household
from app.children import Children
from tests.bench.corp import enter_corp
from tests.bench.doors import await_answer, free_port
from tests.bench.events import distinct
from tests.bench.figure import Figure, Size
from tests.bench.load import fire, spelt
from tests.bench.outage import Tally, lost
from tests.bench.spent import parent_of
from tests.callbacks.sealing import Post

CONNECTIONS = 64
KILLS_A_ROUND = 7
SECONDS = 0.4  # of load, in the middle of which the kill comes


def measure(size: Size) -> list[Figure]:
    """All trials against one house. `make outage` does the same to PostgreSQL."""
    enter_corp()
    kills = KILLS_A_ROUND * size.rounds if size.rounds > 1 else 1
    children, port, tally, random = Children(), free_port(), Tally(), Random(kills)
    try:
        household.start_web(children, port)
        await_answer(port)
        fire(port, [spelt(post, Post.path) for post in distinct(64)], 8, 1)
        for _ in range(kills):
            trial(port, children, tally, random)
        acked = len(tally.numbers)
        stored = acked - lost(tally)
    finally:
        children.stop()
    what = f"acknowledged before {kills} kills, and stored"
    return [Figure("kill -9", what, "acknowledged", stored, acked, goal=1)]


def trial(port: int, children: Children, tally: Tally, random: Random) -> None:
    """Load, a kill in the middle of it, and then whoever takes the place of the dead.

    granian puts another worker in its place; after two in a row it gives up, and the household
    starts granian again.
    """
    worker = worker_of(children)
    posts = [spelt(post, Post.path) for post in distinct(5000)]
    kill = Timer(random.uniform(0.1, SECONDS * 0.9), os.kill, (worker, signal.SIGKILL))
    kill.start()
    tally.add(fire(port, posts, CONNECTIONS, SECONDS, may_hang_up=True))
    kill.join()
    while worker_of(children) == worker:
        time.sleep(0.05)
    await_answer(port)


def worker_of(children: Children, patience: float = 30) -> int:
    """The process that serves, once there is one; the household starts a granian that is gone."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        parent, folders = children.pids()["web"], Path("/proc").glob("[0-9]*")
        for folder in folders:
            if parent_of(folder) == parent:
                return int(folder.name)
        children.watch()
        time.sleep(0.05)
    raise TimeoutError("the web does not come back")
