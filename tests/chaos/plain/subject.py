"""The plain one as the chaos meets it."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from redis.exceptions import RedisError
from rq import Worker
from rq.serializers import JSONSerializer

from app import children, clock
from app.children import Children
from app.config import settings
from app.demo.control import Simulated, start_simulator
from app.demo.run import START, free_port
from app.embedded import Valkey
from tests.chaos.checker import Verdict
from tests.chaos.plain.setting import queue, redis, settle_in
from tests.chaos.stage import Subject


class KeepingValkey(Valkey):
    """A Valkey that has written every command to disk before it answers."""

    kept = ("--appendonly", "yes", "--appendfsync", "always")


class Plain(Subject):
    """Web, two workers and a ticker over one Valkey that forgets nothing."""

    def __init__(self, wecom: Simulated, family: Children, valkey: Valkey) -> None:
        self.wecom, self._children, self._valkey = wecom, family, valkey

    def victims(self) -> dict[str, int]:
        pids = self._children.living_pids()
        pids.pop("simulator", None)
        valkey = self._valkey.pid()
        return pids if valkey is None else {**pids, "valkey": valkey}

    def kill(self, name: str) -> bool:
        pid = self.victims().get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        return pid is not None

    def mend(self) -> None:
        self._children.watch()
        if not self._valkey.is_alive():
            self._valkey.revive()

    def is_busy(self) -> bool:
        """Whether a job waits or is worked on by somebody who lives."""
        try:
            alive = set(self.victims().values())
            workers = Worker.all(connection=redis(), serializer=JSONSerializer)
            working = any(one.pid in alive and one.get_current_job_id() for one in workers)
            due = redis().zcount("steps", "-inf", clock.now().timestamp())
            return bool(queue().count or working or due)
        except RedisError:
            return True

    def next_moment(self) -> datetime | None:
        try:
            first: Any = redis().zrange("steps", 0, 0, withscores=True)
        except RedisError:
            return None
        return datetime.fromtimestamp(first[0][1], UTC) if first else None

    def is_settled(self) -> bool:
        return not self.is_busy()

    def under_way(self) -> list[str]:
        return [f"{queue().count} jobs"]

    def redriven(self) -> str:
        return ""

    def look(self, truth: dict[str, Any], verdict: Verdict) -> None:
        """A welcome that was not sent has no reason: nobody has written one down."""
        verdict.lost += [f"welcome {code[:8]}… was not sent" for code in verdict.missed]


@contextmanager
def plain(folder: Path, seed: int, port: int) -> Iterator[Plain]:
    """The simulated WeCom and the plain one's processes."""
    children.SOON = 0.0
    family, port = Children(), free_port(port)
    with ExitStack() as stack:
        valkey = KeepingValkey(folder)
        stack.callback(valkey.stop)
        stack.callback(family.stop)
        flags = ("--seed", str(seed), "--clock-file", str(folder / "clock"))
        said = start_simulator(family, *flags, "--start-at", START.isoformat())
        os.environ |= {
            "REDIS_URL": valkey.url,
            "CLOCK_FILE": str(folder / "clock"),
            "WECOM_API_BASE": said["api_base"],
            "PLAIN_CORP": json.dumps({**said["corps"][0], "control_base": said["control_base"]}),
        }
        settings.cache_clear()
        settle_in()
        family.start("web", "-m", "tests.chaos.plain", "web", str(port))
        for name in ("worker:1", "worker:2"):
            family.start(name, "-m", "tests.chaos.plain", "worker")
        family.start("ticker", "-m", "tests.chaos.plain", "ticker")
        wecom = Simulated(said["control_base"])
        wecom.post("/staff/policy", {"userid": "*", "confirm_after": 600})
        connect(wecom, f"http://127.0.0.1:{port}/")
        yield Plain(wecom, family, valkey)


def connect(wecom: Simulated, url: str) -> None:
    """Let WeCom verify the door, once it is open."""
    for _ in range(300):
        if wecom.post("/callback", {"url": url})["ok"]:
            return
        time.sleep(0.1)
    raise RuntimeError("the plain one's door does not open")
