"""Several processes play crash points at once, each in a town of its own."""

import multiprocessing
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path

from app.children import die_with_parent
from tests.chaos.crash_play import Played, Task, play
from tests.chaos.crash_town import crash_town

FULL = 250  # customers: each is judged beside all who came before, so a town grows dear
PORTS_APART = 5


@dataclass
class Player:
    """A process with a town, and how many customers that has seen."""

    process: ForkProcess
    pipe: Connection
    port: int
    people: int = 0

    def end(self) -> None:
        """Let it leave its town in order."""
        self.pipe.send(None)
        self.process.join()


def played(tasks: Iterable[Task], jobs: int, seed: int, port: int) -> Iterator[Played]:
    """The outcome of each task, as they end; an EOFError when a process came to grief."""
    waiting = deque(tasks)
    players: dict[Connection, Player] = {}
    for number in range(min(jobs, len(waiting))):
        _employ(players, waiting.popleft(), seed, port + number * PORTS_APART)
    while players:
        for pipe in [one for one in wait(players) if isinstance(one, Connection)]:
            outcome: Played = pipe.recv()
            yield outcome
            player = players[pipe]
            player.people += outcome.people
            if waiting and player.people < FULL and not outcome.is_spoilt:
                pipe.send(waiting.popleft())
                continue
            players.pop(pipe).end()
            if waiting:
                _employ(players, waiting.popleft(), seed, player.port)


def _employ(players: dict[Connection, Player], first: Task, seed: int, port: int) -> None:
    """Another process, and its first task."""
    ours, theirs = multiprocessing.Pipe()
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=_live, args=(theirs, seed, port), daemon=True)
    process.start()
    theirs.close()  # so that the end of the process is seen as the end of the pipe
    ours.send(first)
    players[ours] = Player(process, ours, port)


def _live(pipe: Connection, seed: int, port: int) -> None:
    """Play what comes through the pipe until nothing does any more."""
    die_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the services end with us
    with (
        tempfile.TemporaryDirectory(prefix="crash-", ignore_cleanup_errors=True) as folder,
        crash_town(Path(folder) / "run", seed, port) as town,
    ):
        while (task := pipe.recv()) is not None:
            pipe.send(play(town, task))
