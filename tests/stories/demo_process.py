"""`flask demo` as a process of its own, and the pids under it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
CHILDREN = (
    "web",
    "ticker",
    "worker:welcome",
    "worker:events",
    "worker:codes",
    "worker:sync",
    "worker:archive",
    "worker:bulk",
)


class DemoProcess:
    """A demo that tells its story once, in a folder of its own."""

    def __init__(
        self, folder: Path, *flags: str, env: dict[str, str], stderr: IO[bytes] | None = None
    ) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "--folder", str(folder)]
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "INSTANCE_DIR", "SECRET_KEY", "CLOCK_FILE")
        }
        self.process = subprocess.Popen(
            [*command, "--once", *flags],
            cwd=ROOT,
            env={**clean, **env},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    def story(self, patience: float = 120) -> str:
        """What it told on standard output; it must have ended well."""
        told, _ = self.process.communicate(timeout=patience)
        assert self.process.returncode == 0
        return told

    def pid(self, name: str, patience: float = 30) -> int:
        """The pid of a child, as the parent noted it."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                return int(json.loads((self.folder / "children.json").read_text())[name])
            except (OSError, KeyError, ValueError):
                time.sleep(0.05)
        raise AssertionError(f"no pid of {name}")

    def valkey(self) -> int:
        """The pid of the embedded Valkey."""
        return int((self.folder / "valkey.pid").read_text())

    def postgres(self) -> int:
        """The pid of the embedded PostgreSQL."""
        return int((self.folder / "postgresql" / "postmaster.pid").read_text().split()[0])

    def pids(self) -> list[int]:
        """Everybody who must be gone when the demo has ended."""
        return [*(self.pid(name) for name in CHILDREN), self.valkey(), self.postgres()]

    def environment(self) -> dict[str, str]:
        """What the web process was started with."""
        words = Path(f"/proc/{self.pid('web')}/environ").read_bytes().decode().split("\0")
        return dict(word.split("=", 1) for word in words if "=" in word)

    def kill(self, name: str) -> None:
        """kill -9, once it lives: an earlier victim may have taken it along."""
        services = {"valkey": self.valkey, "postgresql": self.postgres}
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                os.kill(services[name]() if name in services else self.pid(name), signal.SIGKILL)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"{name} did not come back to be killed")


@contextmanager
def demo(
    folder: Path,
    *flags: str,
    env: dict[str, str] | None = None,
    stderr: IO[bytes] | None = None,
) -> Iterator[DemoProcess]:
    """A demo that is ended whatever happens; `env` is what its user has set."""
    running = DemoProcess(folder, *flags, env=env or {}, stderr=stderr)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            try:
                running.process.wait(20)
            except subprocess.TimeoutExpired:
                running.process.kill()
