"""The demo's processes and their pids, so that a person may kill a worker and watch it return."""

import json
import os
import signal
from pathlib import Path

from app.config import settings

PREFIX = "worker:"


def keep(pids: dict[str, int]) -> None:
    """Note who is who; called by the parent whenever that may have changed."""
    if pids != known():
        draft = _file().with_suffix(".new")
        draft.write_text(json.dumps(pids))
        draft.replace(_file())


def known() -> dict[str, int]:
    """Process name → pid, as the parent noted last."""
    try:
        pids: dict[str, int] = json.loads(_file().read_text())
    except FileNotFoundError:
        return {}
    return pids


def workers() -> dict[str, int]:
    """Lane → pid of its worker."""
    return {
        name.removeprefix(PREFIX): pid for name, pid in known().items() if name.startswith(PREFIX)
    }


def kill(lane: str) -> int | None:
    """kill -9 the worker of a lane. Returns its pid, or None when there is none (any more)."""
    pid = workers().get(lane)
    if pid is None or not _works_on(pid, lane):
        return None
    os.kill(pid, signal.SIGKILL)
    return pid


def _works_on(pid: int, lane: str) -> bool:
    """Whether `pid` still is that worker: pids are given again."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"jobs.worker" in words and lane.encode() in words


def _file() -> Path:
    return settings().instance_dir / "children.json"
