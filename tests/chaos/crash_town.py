"""A town for crash points: the real services and the simulated WeCom, and work that is done in a
child which may die, then by us."""

import gc
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Update, func, select, text, update

from app import clock, household, migrate
from app.children import Children
from app.config import settings
from app.corps.wecom import forget_mouths
from app.db import engine, reading, transaction
from app.demo import run, setting
from app.demo.control import Simulated, start_simulator
from app.due import DUE, Due, claim_bells, is_anything_due, next_moment, waiting
from app.inbox.models import InboxReaction
from app.outbox.models import OutboxCommand
from app.queue import redis
from tests.chaos.house import UNDER_WAY
from tests.chaos.points import Points

LEASE = 0.05  # seconds: whoever has died is missed soon
RINGS_AGAIN = 0.06
PATIENCE = 30.0  # seconds of real time for a recovery
DIED = 9
# PostgreSQL itself is never killed here, and what it has told to others is not forgotten.
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")


class NotRecovered(AssertionError):
    """Work stays undone after the crash."""


class CrashTown:
    """People, WeCom, and a house whose work is done when we say so."""

    def __init__(self, wecom: Simulated, corp_id: str, said: dict[str, Any]) -> None:
        self.wecom, self.corp_id, self.said = wecom, corp_id, said

    def crash(self, deed: Callable[[], None], die_at: int | None) -> Counter[str] | None:
        """Do `deed` in a child that dies at a point. Returns the points it met, None if it died."""
        pass_machine_time()  # what was rung for by now is rung for again
        told, tell = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.close(told)
            gc.disable()  # it would copy every page that it looks at, for so short a life
            _be_another_process()
            points = Points(die_at)
            points.install()
            deed()
            points.remove()
            os.write(tell, json.dumps(points.met).encode())
            os._exit(0)
        os.close(tell)
        with os.fdopen(told, "rb") as answer:
            met = answer.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == DIED, f"the child ended with signal {status}"
            return None
        assert status == 0, "the child failed by itself; its reason stands in the log"
        return Counter(json.loads(met))

    def work(self) -> None:
        """Ring for all that is due and do it here, as the lanes' workers would, until nothing is."""
        deadline = time.monotonic() + PATIENCE
        before = self.wecom.state()
        while True:
            with reading() as session:
                found = waiting(session)
            worked = work_once(found)
            after = self.wecom.state()
            if not worked and not found and not before.is_busy and not after.is_busy:
                if before.activity == after.activity:
                    return
            elif found and not worked:
                pass_machine_time()
            elif not worked:
                time.sleep(0.002)  # WeCom is busy
            before = after
            if time.monotonic() > deadline:
                raise NotRecovered(f"stays due: {what_is_due()}, WeCom is busy: {after.is_busy}")

    def recover(self) -> None:
        """Do what is due and what is to be tried again, however late."""
        self.work()
        for _ in range(40):
            if not is_anything_under_way():
                return
            self.leap(clock.now() + timedelta(hours=1))
        raise NotRecovered("something is tried again and again")

    def leap(self, until: Any) -> None:
        """To the next due moment, or to `until`; what is due there is not done yet."""
        with reading() as session:
            ours = next_moment(session)
        moments = [one for one in (ours, self.wecom.state().next_due, until) if one is not None]
        self.wecom.move_clock(max(min(moments), clock.now() + timedelta(milliseconds=1)))
        self.work()

    def pass_until(self, moment: Any) -> None:
        """Let time pass; what becomes due before `moment` is done, what is due at it is not."""
        self.work()
        while clock.now() < moment:
            with reading() as session:
                ours = next_moment(session)
            known = [one for one in (ours, self.wecom.state().next_due, moment) if one]
            self.wecom.move_clock(min(known))
            if clock.now() < moment:
                self.work()

    def end_all_sops(self) -> None:
        """Whoever is on a SOP has had enough: the next customer is alone with theirs."""
        with engine().begin() as connection:
            connection.execute(text("update sop_task set poll_at = null"))
            connection.execute(
                text(
                    "update enrollment set state = 'ended', ended_because = 'stopped', "
                    "due_at = null, ended_at = :now where state = 'running'"
                ),
                {"now": clock.now()},
            )


def _be_another_process() -> None:
    """Share no connection with the parent."""
    engine().dispose(close=False)
    redis().connection_pool.reset()
    forget_mouths()


def do_all() -> None:
    """Sweep and do what is rung for, until nothing is due any more."""
    while is_row_due():
        if not work_once():
            time.sleep(RINGS_AGAIN)  # the bell was rung already; this sweep comes a little later


def work_once(rung_for: Iterable[Due] = DUE) -> int:
    """One sweep, and everything that it rings for."""
    done = 0
    for due in rung_for:
        with transaction() as session:
            claimed = claim_bells(session, due)
        module, _, name = due.job.rpartition(".")
        for row_id, lane in claimed:
            getattr(import_module(module), name)(lane if row_id is None else row_id)
            done += 1
    return done


def pass_machine_time() -> None:
    """A lease's time goes by at once: leases that nobody renewed run out, lost bells are missed."""
    with engine().begin() as connection:
        for ageing in _ageing():
            connection.execute(ageing)


@cache
def _ageing() -> list[Update]:
    """Each machine time of each table that has one, so much earlier."""
    columns = {(due.table, name) for due in DUE for name in ("rung_at", "lease_until")}
    there = ((table, getattr(table, name, None)) for table, name in columns)
    gone = timedelta(seconds=RINGS_AGAIN)
    return [
        update(table).where(column > func.clock_timestamp() - gone).values({column: column - gone})
        for table, column in there
        if column is not None
    ]


def is_row_due() -> bool:
    """Whether some row waits, be it for a lease to run out."""
    with reading() as session:
        return is_anything_due(session)


def what_is_due() -> list[str]:
    """The rows that wait, for whoever reads the report."""
    with reading() as session:
        rows = [
            session.scalars(select(due.table).where(due.is_due(clock.now())).limit(1)).first()
            for due in DUE
        ]
    return [f"{type(row).__name__} {row.id}" for row in rows if row is not None]


def is_anything_under_way() -> bool:
    """Whether something is to be tried again."""
    with reading() as session:
        return any(
            session.scalar(select(select(table.id).where(table.state.in_(UNDER_WAY)).exists()))
            for table in (InboxReaction, OutboxCommand)
        )


@contextmanager
def crash_town(folder: Path, seed: int, port: int) -> Iterator[CrashTown]:
    """Everything up but workers and ticker: web in a process of its own, work in our hands."""
    wishes = run.Wishes(seed, port, None, 0, folder)
    run.prepare(wishes)
    os.environ["LEASE_FOR"] = str(LEASE)
    with ExitStack() as stack:
        stack.enter_context(household.services(folder, only_ours=True))
        children = Children()
        stack.callback(children.stop)
        flags = ["--seed", str(seed), "--clock-file", str(folder / "clock")]
        flags += ["--start-at", run.START.isoformat(), "--retry-pause", "0.05"]
        said = start_simulator(children, *flags)
        run.remember(said, folder / "clock")
        migrate.upgrade()
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for quick in QUICK:
                connection.execute(text(f"alter system set {quick}"))
            connection.execute(text("select pg_reload_conf()"))
        household.start_web(children, wishes.port)
        corp_id = setting.settle_in(said)
        settings.cache_clear()
        run.await_web()
        wecom = Simulated(said["control_base"])
        run.connect(wecom)
        yield CrashTown(wecom, corp_id, said)
