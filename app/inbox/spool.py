"""Where a callback waits while PostgreSQL is away: one file each, on the disk before we answer."""

import os
import secrets
from contextlib import suppress
from itertools import islice
from pathlib import Path

from app import clock
from app.clock import now

FORGOTTEN_AFTER = 60  # seconds of machine time: whoever wrote a half file for so long is dead


class Spool:
    """Files in a folder, oldest first. Those in `aside/` wait for a person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder / "aside"
        self._halves: dict[Path, float] = {}  # when each was first seen

    def put(self, written: bytes) -> Path:
        """Bring it to the disk, whole and for good. OSError when that cannot be promised."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{int(now().timestamp() * 1e6):020d}-{secrets.token_hex(4)}"
        half, whole = self._folder / f"{name}.half", self._folder / f"{name}.letter"
        try:
            write_through(half, written)
            half.rename(whole)
            sync_folder(self._folder)
        except OSError:
            for path in (half, whole):
                with suppress(OSError):
                    path.unlink()
            raise
        return whole

    def waiting(self) -> list[Path]:
        """The letters, oldest first."""
        return sorted(self._folder.glob("*.letter"))

    def remove(self, path: Path) -> None:
        """It is kept elsewhere now; another process may have said so already.

        Renaming is quick. Freeing what was forced onto the disk took a millisecond each where it
        was measured, so `clear` does that when nothing waits.
        """
        with suppress(FileNotFoundError):
            path.rename(path.with_suffix(".done"))

    def set_aside(self, path: Path) -> None:
        """It cannot be kept: it waits for a person."""
        self._aside.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # another process has set it aside
            path.rename(self._aside / path.name)

    def aside(self) -> list[Path]:
        """What waits for a person, oldest first."""
        return sorted(self._aside.glob("*.letter"))

    def clear(self, most: int = 500) -> None:
        """Free the room of what is kept elsewhere, and of halves that were never acknowledged."""
        for path in islice(self._folder.glob("*.done"), most):
            path.unlink(missing_ok=True)
        for path in self._folder.glob("*.half"):
            with suppress(FileNotFoundError):
                if clock.machine_time() - path.stat().st_mtime > FORGOTTEN_AFTER:
                    path.unlink()

    def is_writable(self) -> bool:
        """Whether a letter of usual size would find room now."""
        try:
            self._proof().unlink()
        except OSError:
            return False
        return True

    def _proof(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"proof-{secrets.token_hex(4)}.half"
        try:
            write_through(path, bytes(4096))
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path


def write_through(path: Path, written: bytes) -> None:
    """Write all of it and wait until the disk has it."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        left = memoryview(written)
        while left:
            left = left[os.write(opened, left) :]
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
