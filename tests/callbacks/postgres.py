"""A PostgreSQL of its own, for tests that stop it or kill it."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import create_engine

from app.embedded import Postgres
from app.tables import METADATA
from tests.bench.spent import parent_of


class Stoppable:
    """A server with our tables in it, and its address."""

    def __init__(self, folder: Path) -> None:
        self._pid_file = folder / "postgresql" / "postmaster.pid"
        self._server = Postgres(folder)
        self.url = self._server.url
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://", 1))
        METADATA.create_all(engine)
        engine.dispose()

    def pids(self) -> list[int]:
        """Its main process, then its others."""
        main = int(self._pid_file.read_text().splitlines()[0])
        folders = Path("/proc").glob("[0-9]*")
        return [main, *(int(one.name) for one in folders if parent_of(one) == main)]

    def kill(self) -> None:
        """kill -9 its main process; the others end with it."""
        pids = self.pids()
        os.kill(pids[0], signal.SIGKILL)
        while self._server.is_alive() or any(Path(f"/proc/{pid}").exists() for pid in pids):
            time.sleep(0.01)

    def revive(self) -> None:
        self._server.revive()

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """It neither answers nor hangs up."""
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def kept(self) -> list[str | None]:
        """Whom the events in the inbox are about, in the order they were kept."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("select external_userid from inbox_event order by id")
            return [row[0] for row in rows]

    def commits(self) -> int:
        """How many transactions have brought the rows of the inbox."""
        with psycopg.connect(self.url) as connection:
            counted = connection.execute("select count(distinct xmin::text) from inbox_event")
            return int((counted.fetchone() or (0,))[0])

    def stop(self) -> None:
        if not self._server.is_alive():
            self._server.revive()
        self._server.stop()


@contextmanager
def own_postgres() -> Iterator[Stoppable]:
    """Until the tests are over."""
    folder = Path(tempfile.mkdtemp(prefix="lianke-own-"))
    folder.chmod(0o755)
    server = Stoppable(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
