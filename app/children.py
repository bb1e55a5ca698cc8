"""Child processes of the house: started together, watched, restarted, and ended with their parent."""

import ctypes
import logging
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

log = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
STDERR = 2  # standard output belongs to the story
SOON = 0.5  # seconds before a child that died is started again


@dataclass
class Child:
    """One process: what it is called, how it is started, and when it died."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    once: bool
    died_at: float | None = None


class Children:
    """The processes under one parent. `watch` is to be called now and then."""

    def __init__(self) -> None:
        self._children: dict[str, Child] = {}

    def start(
        self, name: str, *command: str, stdout: int = STDERR, once: bool = False
    ) -> subprocess.Popen[bytes]:
        """Start `python COMMAND…` under a name; `once`: its end is not mended."""
        full = [sys.executable, *command]
        self._children[name] = Child(name, full, self._spawn(full, stdout), once)
        return self._children[name].process

    def _spawn(self, command: list[str], stdout: int = STDERR) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            start_new_session=True,  # Ctrl-C reaches the parent, which ends the children in order
            preexec_fn=die_with_parent,  # noqa: PLW1509  one libc call
        )

    def watch(self) -> list[str]:
        """Start again what has died; returns the names of those that had to be."""
        revived = []
        for child in self._children.values():
            if child.process.poll() is None or child.once:
                continue
            child.died_at = child.died_at or time.monotonic()
            if time.monotonic() - child.died_at >= SOON:
                log.warning("%s ended with %s: starting it again", child.name, child.process.poll())
                child.process, child.died_at = self._spawn(child.command), None
                revived.append(child.name)
        return revived

    def has_ended(self, name: str) -> bool:
        """Whether a child is gone."""
        return self._children[name].process.poll() is not None

    def pids(self) -> dict[str, int]:
        """Who is who, for a person who wants to kill one."""
        return {name: child.process.pid for name, child in self._children.items()}

    def living_pids(self) -> dict[str, int]:
        """Those of `pids` that still belong to our children: a dead one's may be another's soon."""
        alive = (child for child in self._children.values() if child.process.poll() is None)
        return {child.name: child.process.pid for child in alive}

    def stop(self, patience: float = 3, only: str | None = None) -> None:
        """Ask all to end, or only one, then insist."""
        ending = {name: one for name, one in self._children.items() if only in (None, name)}
        for child in ending.values():
            child.process.terminate()
        deadline = time.monotonic() + patience
        for child in ending.values():
            try:
                child.process.wait(max(deadline - time.monotonic(), 0.05))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        for name in ending:
            del self._children[name]


def die_with_parent() -> None:
    """On Linux, let the kernel end this process when its parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
