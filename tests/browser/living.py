"""The real demo in a process of its own, as `make demo` starts it: one link to open, one Ctrl-C."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from app.config import Settings
from app.embedded import import_postgres

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"http://127\.0\.0\.1:\d+/login/\S+")


@dataclass
class Living:
    """A demo that runs. `started_at` is time.monotonic() just before it was started."""

    folder: Path
    process: subprocess.Popen[bytes]
    started_at: float
    link: str = ""

    @property
    def address(self) -> str:
        """Where its web listens."""
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}"

    def said(self) -> str:
        """Everything that it wrote on standard error."""
        return (self.folder / "said").read_text()

    def database_url(self) -> str:
        """Where its embedded PostgreSQL listens."""
        wheel = import_postgres()
        server = wheel.PostmasterInfo.read_from_pgdata(self.folder / "run" / "postgresql")
        assert server is not None
        return str(server.get_uri())

    def link_for(self, userid: str, role: str) -> str:
        """A login link for one more person, made by `flask login-link` as an operator would."""
        with psycopg.connect(self.database_url()) as connection:
            row = connection.execute("select corp_id from corp").fetchone()
            assert row is not None
        surroundings = clean_environment() | {
            "DATABASE_URL": self.database_url(),
            "INSTANCE_DIR": str(self.folder / "run"),
            "CLOCK_FILE": str(self.folder / "run" / "clock"),
            "PUBLIC_URL": self.address,
        }
        flags = ["--corp", row[0], "--userid", userid, "--role", role]
        told = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "login-link", *flags],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=True,
        )
        return told.stdout.strip()


@contextmanager
def living_demo(*flags: str) -> Iterator[Living]:
    """A demo in a new folder, on a free port; at the end it must end all its children itself."""
    folder = Path(tempfile.mkdtemp(prefix="lianke-demo-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root: it must be able to pass through
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", *flags]
    command += ["--port", str(free_port()), "--folder", str(folder / "run")]
    with (folder / "said").open("wb") as said:
        started_at = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=clean_environment(), stderr=said)
    living = Living(folder, process, started_at)
    try:
        await_link(living)
        yield living
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
    assert process.returncode == 0, living.said()[-3000:]
    shutil.rmtree(folder)


def await_link(living: Living, patience: float = 60) -> None:
    """Wait until the demo shows its link."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and living.process.poll() is None:
        if found := LINK.search(living.said()):
            living.link = found[0]
            return
        time.sleep(0.05)
    raise AssertionError(f"the demo showed no link:\n{living.said()[-3000:]}")


def clean_environment() -> dict[str, str]:
    """Ours without any setting: a demo must never meet the database of the other tests."""
    ours = {name.upper() for name in Settings.model_fields}
    return {name: word for name, word in os.environ.items() if name.upper() not in ours}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
