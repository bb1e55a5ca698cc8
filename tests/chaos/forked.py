"""Children that are forked from us instead of started anew: who was killed is back in no time.

Each is a process of its own all the same, and runs the same module from its first line.
"""

import faulthandler
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from typing import Any, cast

from app.children import STDERR, Children, die_with_parent
from app.corps.wecom import forget_mouths
from app.db import engine
from app.queue import redis


class Fork:
    """As much of a Popen as Children need."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, None while it runs."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait for its end."""
        deadline = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        return self.returncode or 0

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class ForkedChildren(Children):
    """Children under a parent that has everything loaded."""

    def _spawn(self, command: list[str], stdout: int = STDERR) -> "subprocess.Popen[bytes]":
        if stdout != STDERR:
            return super()._spawn(command, stdout)
        pid = os.fork()
        if pid == 0:
            run(command[2], command[3:])
        return cast("subprocess.Popen[bytes]", Fork(pid))


def run(module: str, arguments: list[str]) -> Any:
    """Be `python -m module arguments…` from now on."""
    os.setsid()
    die_with_parent()
    faulthandler.register(signal.SIGUSR1, all_threads=True)  # where it stands, into the log
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    engine().dispose(close=False)  # connections stay the parent's
    redis().connection_pool.reset()
    forget_mouths()
    for loaded in ("wsgi", module):
        sys.modules.pop(loaded, None)
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ending:
        os._exit(ending.code if isinstance(ending.code, int) else 1)
    except BaseException:  # noqa: BLE001  as the interpreter would
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
