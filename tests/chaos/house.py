"""The whole house as the chaos meets it: real processes, each of which can be killed."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Exists, or_, select, text
from sqlalchemy.exc import DBAPIError

from app import children, household
from app.config import Settings
from app.db import engine, reading, transaction
from app.demo import run
from app.demo.driver import is_work_waiting
from app.demo.run import Demo, Wishes, running
from app.due import next_moment
from app.inbox.again import react_again
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.again import say_again
from app.outbox.models import OutboxCommand
from tests.chaos import mirror
from tests.chaos.checker import Verdict
from tests.chaos.forked import ForkedChildren
from tests.chaos.stage import Subject

UNDER_WAY = ("pending", "running", "sending", "again")
LEASE_FOR = 1.0  # seconds: who is killed is missed sooner than in production


class House(Subject):
    """A demo's house without its story."""

    def __init__(self, demo: Demo) -> None:
        self.demo, self.wecom = demo, demo.simulated
        self._redriven: Counter[str] = Counter()  # by a person, since WeCom failed too often

    def victims(self) -> dict[str, int]:
        """Only who is certainly ours and not yet waited for: a pid is soon somebody else's."""
        pids = self.demo.children.living_pids()
        pids.pop("simulator", None)
        for service in self.demo.ours:
            pid = service.pid()
            if pid is not None:
                pids[type(service).__name__.lower()] = pid
        return pids

    def kill(self, name: str) -> bool:
        pid = self.victims().get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        return pid is not None

    def mend(self) -> None:
        household.watch(self.demo.children, self.demo.ours)

    def is_busy(self) -> bool:
        try:
            return is_work_waiting()
        except DBAPIError:
            return True

    def next_moment(self) -> datetime | None:
        try:
            with reading() as session:
                return next_moment(session)
        except DBAPIError:
            return None

    def is_settled(self) -> bool:
        """Nothing under way; what WeCom has failed too often, a person lets run again."""
        try:
            if self.is_busy() or self.redrive():
                return False
            with reading() as session:
                return not session.scalar(select(or_(*self._under_way())))
        except DBAPIError:
            return False

    def _under_way(self) -> Iterator[Exists]:
        yield select(InboxEvent.id).where(InboxEvent.state == "new").exists()
        for table in (InboxReaction, OutboxCommand):
            yield select(table.id).where(table.state.in_(UNDER_WAY)).exists()

    def under_way(self) -> list[str]:
        """Rows, and in the log what every process is doing."""
        for name, pid in self.demo.children.living_pids().items():
            if name.startswith(("worker:", "ticker")):
                os.kill(pid, signal.SIGUSR1)
        with reading() as session:
            reactions = select(InboxReaction).where(InboxReaction.state.in_(UNDER_WAY))
            commands = select(OutboxCommand).where(OutboxCommand.state.in_(UNDER_WAY))
            return [
                *(told(row, row.name, row.error) for row in session.scalars(reactions)),
                *(told(row, row.kind, row.errmsg) for row in session.scalars(commands)),
            ]

    def redrive(self) -> int:
        """What was given up because WeCom answered -1 four times, runs again. Returns how many."""
        with reading() as session:
            parked = select(InboxReaction).where(
                InboxReaction.state == "parked", InboxReaction.error.startswith("Unavailable:")
            )
            failed = select(OutboxCommand).where(
                OutboxCommand.state == "failed",
                OutboxCommand.errcode == -1,
                OutboxCommand.deadline_at.is_(None),
            )
            reactions, commands = session.scalars(parked).all(), session.scalars(failed).all()
        for reaction in reactions:
            with transaction() as session:
                react_again(session, self.demo.corp_id, reaction.id)
            self._redriven[reaction.name.rpartition(".")[2]] += 1
        for command in commands:
            with transaction() as session:
                say_again(session, self.demo.corp_id, command.id)
            self._redriven[command.kind] += 1
        return len(reactions) + len(commands)

    def redriven(self) -> str:
        return ", ".join(f"{name} {many}" for name, many in sorted(self._redriven.items()))

    def look(self, truth: dict[str, Any], verdict: Verdict) -> None:
        """Our rows beside WeCom's truth; a missed welcome counts when WeCom would have let us."""
        with reading() as session:
            mirror.compare(session, self.demo.corp_id, truth, verdict)
            why = mirror.reasons(session, verdict.missed)
            verdict.told = [mirror.said_of(session, *step) for step in verdict.missing]
        verdict.lost += [
            f"welcome {reason}" for reason in why.values() if reason.startswith("ours")
        ]
        verdict.told += [f"{why[code]}; {story}" for code, story in verdict.missed.items()]
        verdict.told += [f"nobody could: {story}" for story in verdict.too_late.values()]


def told(row: InboxReaction | OutboxCommand, name: str, error: str | None) -> str:
    """How a row stands."""
    return (
        f"{row.id} {name} in {row.lane}: {row.state} since {row.attempts} attempts, due "
        f"{row.due_at}, lease {row.lease_until}, rung {row.rung_at}, {error or 'no error'}"
    )


@contextmanager
def house(folder: Path, seed: int, port: int, *, is_ordinary: bool = False) -> Iterator[House]:
    """Everything up, in processes of its own; PostgreSQL writes without waiting for the disk,
    which only a loss of power would show. An ordinary one has the settings' own leases and looks.
    """
    usual = Settings.model_fields
    lease = usual["lease_for"].default if is_ordinary else LEASE_FOR
    os.environ["LEASE_FOR"] = str(lease)
    if not is_ordinary:
        children.SOON = 0.0  # who died is started again at once
    for name in ("wsgi", "jobs.worker", "jobs.ticker"):
        import_module(name)  # the forks have it all loaded
        del sys.modules[name]
    sweep_every = usual["sweep_every"].default if is_ordinary else None
    wishes = Wishes(seed, port, None, 0, folder, sweep_every)
    with patch.object(run, "Children", ForkedChildren), running(wishes) as demo:
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("alter system set fsync = off"))
            connection.execute(text("select pg_reload_conf()"))
        demo.simulated.post("/staff/policy", {"userid": "*", "confirm_after": 600})
        yield House(demo)
