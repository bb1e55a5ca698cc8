"""A house whose workers are processes that can be killed, beside a simulated WeCom in this one."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import exists, or_, select, text

from app import clock
from app.acquisition.codes.publishing import publish
from app.acquisition.codes.wanted import Wanted, add_code
from app.acquisition.schedule.models import CodeSchedule
from app.acquisition.schedule.plan import Plan
from app.children import Children
from app.config import settings
from app.corps.wecom import forget_mouths
from app.db import reading, transaction
from app.inbox.models import InboxEvent, InboxReaction
from app.queue import manned_lanes, workers
from bots.simulator import people
from bots.simulator.clock import FileClock
from tests.acquisition.fortnight.shop import empty, enter, state_of
from tests.simulator.rig import MONDAY, Sim
from tests.town import open_door

EVENTS = ("worker:events", "worker:events-2")
LANES = {"worker:welcome": "welcome", "worker:codes": "codes", **dict.fromkeys(EVENTS, "events")}
LEASE_FOR = "1"  # seconds: who is killed is missed sooner than in production
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Staffed:
    """The corp, its codes, and the processes that work for it."""

    def __init__(self, sim: Sim) -> None:
        self.sim, self.world, self.children = sim, sim.world, Children()
        self.corp_id = sim.world.corp.corpid
        self._come = 0

    def start(self) -> None:
        """Two workers in the events lane, one in each other that matters here, and the ticker."""
        for name, lane in LANES.items():
            self._begin(name, "jobs.worker", lane)
        self._begin("ticker", "jobs.ticker")
        wait_until(lambda: manned_lanes() >= set(LANES.values()) and len(workers()) == len(LANES))

    def _begin(self, name: str, *command: str) -> None:
        os.environ["PGAPPNAME"] = name  # so that PostgreSQL says who waits
        self.children.start(name, "-m", *command)

    def open(self, plan: Plan, number: int) -> int:
        """A live code that WeCom has."""
        wanted = Wanted(name=f"码{number}", userids=[*plan.default], tag_ids=[], plan=plan)
        with transaction() as session:
            way = add_code(session, self.corp_id, state_of(number), wanted, made_by="ops")
        assert publish(way.id)
        return way.id

    def burst(self, number: int, size: int, then: datetime | None = None) -> None:
        """So many scan a code before WeCom can hear of any; `then` it is already another time."""
        with self.world.changed:
            for _ in range(size):
                self._come += 1
                customer = {"key": f"{number}-{self._come}"}
                people.scan(self.world, {"state": state_of(number), "customer": customer})
            if then is not None:
                self.world.move_clock(then.timestamp())

    def at_wecom(self, number: int) -> set[str]:
        """Whom WeCom has for a code."""
        with self.world.lock:
            ways = self.world.contact_ways.values()
            fields = [way.fields for way in ways if way.fields["state"] == state_of(number)]
        return set(fields[0]["user"])

    def adds(self, number: int) -> Counter[tuple[str, str]]:
        """(member, day) → adds by this code, as WeCom itself knows them."""
        with self.world.lock:
            follows = [f for f in self.world.follows.values() if f.state == state_of(number)]
        return Counter(
            (follow.userid, str(datetime.fromtimestamp(follow.createtime, SHANGHAI).date()))
            for follow in follows
        )

    def move(self, to: datetime) -> None:
        """Let it be another time, for everybody."""
        with self.world.changed:
            self.world.move_clock(to.timestamp())

    def waiting(self) -> list[str]:
        """The events workers that stand in the middle of a transaction, waiting for a lock."""
        names = text(
            "select distinct application_name from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
        with reading() as session:
            return sorted(set(session.scalars(names)) & set(EVENTS))

    def kill(self, name: str) -> None:
        """kill -9; whoever starts it again gives it its name."""
        os.environ["PGAPPNAME"] = name
        os.kill(self.children.living_pids()[name], signal.SIGKILL)

    def rest(self) -> float:
        """Wait until nothing is left to do; returns how many seconds that took."""
        began = time.monotonic()
        wait_until(lambda: not (self.children.watch() or self.world.state()["busy"] or is_busy()))
        return time.monotonic() - began


def is_busy() -> bool:
    """Whether an event, a reaction or a code waits."""
    rows = (
        exists(select(InboxEvent.id).where(InboxEvent.state == "new")),
        exists(select(InboxReaction.id).where(InboxReaction.finished_at.is_(None))),
        exists(select(CodeSchedule.id).where(CodeSchedule.due_at <= clock.now())),
    )
    with reading() as session:
        return bool(session.scalar(select(or_(*rows))))


def wait_until(comes: object, patience: float = 40) -> None:
    """Look again and again."""
    assert callable(comes)
    deadline = time.monotonic() + patience
    while not comes():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.02)


def jobs_done(lane: str) -> Sequence[int]:
    """How many bells each worker of a lane has answered."""
    return [worker.successful_job_count for worker in workers() if lane in worker.queue_names()]


@contextmanager
def staffed(folder: Path) -> Iterator[Staffed]:
    """An empty house at work; its time stands still until it is moved."""
    empty()
    with ExitStack() as stack:
        sim = Sim(clock=FileClock(folder / "clock", MONDAY))
        stack.callback(sim.close)
        env = stack.enter_context(pytest.MonkeyPatch.context())
        env.setenv("WECOM_API_BASE", f"{sim.base}/cgi-bin")
        env.setenv("CLOCK_FILE", str(folder / "clock"))
        env.setenv("LEASE_FOR", LEASE_FOR)
        env.setenv("PGAPPNAME", "")
        for forget in (settings.cache_clear, forget_mouths, clock.forget_file):
            forget()
            stack.callback(forget)
        enter(sim, "Asia/Shanghai")
        house = Staffed(sim)
        door = stack.enter_context(open_door())
        assert sim.order("callback", url=door)["ok"]
        stack.callback(house.children.stop)
        house.start()
        yield house
