"""What stands behind the door, once a process: keyring, ledger, spool, bell, and the sweeper."""

import logging
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread

from app import clock, queue
from app.config import settings
from app.errors import CallbackRejected
from app.inbox.spool import Spool
from callbacks.entry import Entry, entry_of
from callbacks.keyring import Keyring
from callbacks.ledger import Away, Ledger
from callbacks.letter import Letter

log = logging.getLogger(__name__)

SWEEP_EVERY = 0.5  # seconds of machine time between two looks into the spool
RING_EVERY = 0.01  # seconds at least between two rings: each is a word with Redis
TRY_AGAIN_AFTER = 1.0  # seconds, when there was nobody to hear it
NOT_KEPT = "not kept, please send again"
AT_ONCE = 200  # letters of the spool that go to the ledger together
BELLS = (("jobs.react.welcome", None, "welcome"), ("jobs.react.react", None, "events"))
_opening = Lock()  # of the one office, though many ask at the same time


class NotKept(Exception):
    """Neither the ledger nor the spool has it: WeCom must send it again."""


class Office:
    """Keeps letters, whatever is away."""

    def __init__(self, url: str, spool: Spool, keyring: Keyring) -> None:
        self.keyring = keyring
        self.spool = spool
        self._is_to_ring = Event()
        self._is_closed = Event()
        self.ledger = Ledger(url, self._is_to_ring.set)
        self._threads = [
            Thread(target=self._ring_on, name="bell", daemon=True),
            Thread(target=self._sweep_on, name="sweeper", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def keep(self, entry: Entry, letter: Letter) -> bool:
        """Keep a letter before this returns: True in the ledger, False in the spool.

        What PostgreSQL refuses for ever goes to the spool too, where a person finds it.
        """
        try:
            (error,) = self.ledger.keep([entry])
        except Away as away:
            error = away
        if error:
            self.spool_it(letter, error)
        return error is None

    def spool_it(self, letter: Letter, why: Exception) -> None:
        """Keep a letter that is not in the ledger; what is refused for ever is set aside."""
        try:
            path = self.spool.put(letter.as_file())
            if not isinstance(why, Away):
                self.spool.set_aside(path)
        except OSError as error:
            log.error("a callback could not be kept: %s", error.strerror)
            raise NotKept from error

    def close(self) -> None:
        """Finish what waits and end the threads."""
        self._is_closed.set()
        self.ledger.close()
        self._is_to_ring.set()
        for thread in self._threads:
            thread.join(1)
        self.keyring.close()

    def sweep(self) -> int:
        """Bring the letters of the spool into the ledger; how many are out of the spool now."""
        done = 0
        paths = self.spool.waiting()
        for first in range(0, len(paths), AT_ONCE):
            done += self._bring(paths[first : first + AT_ONCE])
        return done

    def _bring(self, paths: list[Path]) -> int:
        entries: dict[Path, Entry] = {}
        for path in paths:
            try:
                entries[path] = self._reopened(path)
            except FileNotFoundError:
                continue  # another process has brought it
            except (CallbackRejected, ValueError) as error:
                if getattr(error, "status", 0) == 503:
                    raise Away from error
                log.error("a letter of the spool is set aside: %s", error)
                self.spool.set_aside(path)
        errors = self.ledger.keep(list(entries.values()))
        for path, refused in zip(entries, errors, strict=True):
            (self.spool.set_aside if refused else self.spool.remove)(path)
        return len(entries)

    def _reopened(self, path: Path) -> Entry:
        """The row for a letter; that it once came in time was seen when it came."""
        letter = Letter.from_file(path.read_bytes())
        keys = self.keyring.keys(letter.corp_id, letter.agentid)
        entry, _ = entry_of(letter, letter.sealed(letter.seal(), keys), keys, clock.now())
        return entry

    def _sweep_on(self) -> None:
        while True:
            try:
                if not self.ledger.is_away and (done := self.sweep()):
                    log.info("the spool was swept: %s", done)
                self.spool.clear()
            except (Away, OSError) as error:
                log.warning("the spool waits: %s", type(error).__name__)
            if self._is_closed.wait(SWEEP_EVERY):
                return

    def _ring_on(self) -> None:
        """Ring for what was kept: a doorbell that hangs must not delay an answer."""
        while True:
            self._is_to_ring.wait()
            self._is_to_ring.clear()
            is_rung = queue.ring(list(BELLS))
            if self._is_closed.wait(RING_EVERY if is_rung else TRY_AGAIN_AFTER):
                return


def office() -> Office:
    """The office of this process, opened when first asked."""
    with _opening:
        return _office()


@cache
def _office() -> Office:
    url = settings().database_url
    if url is None:
        raise RuntimeError("DATABASE_URL is not set: start through `flask serve` or `make demo`")
    return Office(url, Spool(settings().instance_dir / "spool"), Keyring())
