"""How the house stands: what waits for how long, what stopped, who works. Counts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy import func, literal, select, text, union_all
from sqlalchemy.orm import Session

from app import queue
from app.archive.models import ArchiveCursor
from app.clock import now
from app.config import settings
from app.due import DUE
from app.inbox.models import InboxEvent, InboxReaction
from app.leads.models import Score
from app.outbox.models import Breaker, OutboxCommand
from app.queue import JOBS, LANES
from app.timers import TICKER_LOCK


@dataclass(frozen=True)
class Worker:
    """A worker that has reported for work."""

    lane: str
    host: str
    pid: int
    since: datetime | None
    seen_at: datetime | None
    is_busy: bool


@dataclass(frozen=True)
class Standing:
    """How the house stands now. Seconds are the product's."""

    lags: Mapping[str, float]  # lane → how long its oldest due row has waited
    stopped: Mapping[str, int]  # parked, set_aside, failed, unknown, leads
    breakers: int
    archive_lag: float | None  # since the archive was last pulled; None: no corp has one
    tickers: int  # that lead: one, or none while another takes over
    spooled: int  # callbacks on this host's disk, until PostgreSQL is back
    spooled_aside: int  # that cannot be kept: a person must look
    workers: tuple[Worker, ...] | None  # None: Redis is away

    def manned(self, lane: str) -> int:
        """How many work in a lane."""
        return sum(worker.lane == lane for worker in self.workers or ())


def standing(session: Session) -> Standing:
    """All of it, in a few statements."""
    waiting, aside = spool()
    return Standing(
        lags=lags(session),
        stopped=stopped(session),
        breakers=session.scalar(select(func.count()).select_from(Breaker)) or 0,
        archive_lag=archive_lag(session),
        tickers=tickers(session),
        spooled=waiting,
        spooled_aside=aside,
        workers=workers(),
    )


def lags(session: Session) -> dict[str, float]:
    """How long the oldest due row of each lane has waited, in seconds."""
    moment = now()
    oldest = []
    for due in DUE:
        at = due.table.created_at if due.at is None else due.at
        lane = literal(JOBS[due.job]) if due.lane is None else due.lane
        rows = select(lane.label("lane"), func.min(at).label("at")).select_from(due.table)
        oldest.append(rows.where(due.is_due(moment)).group_by(lane))
    found: dict[str, float] = dict.fromkeys(LANES, 0.0)
    for lane_name, since in session.execute(union_all(*oldest)):
        found[lane_name] = max(found[lane_name], (moment - since).total_seconds())
    return found


def stopped(session: Session) -> dict[str, int]:
    """How much waits for a person, by what it is."""
    counts = {
        "parked": select(func.count()).where(InboxReaction.state == "parked"),
        "set_aside": select(func.count()).where(InboxEvent.state == "unknown"),
        "failed": select(func.count()).where(OutboxCommand.state == "failed"),
        "unknown": select(func.count()).where(OutboxCommand.state == "unknown"),
        "leads": select(func.count()).where(Score.parked_at.is_not(None)),
    }
    row = session.execute(select(*(each.scalar_subquery() for each in counts.values()))).one()
    return dict(zip(counts, row, strict=True))


def archive_lag(session: Session) -> float | None:
    """Seconds since the archive that has waited longest was pulled."""
    asked = select(func.min(func.coalesce(ArchiveCursor.asked_at, ArchiveCursor.created_at)))
    oldest = session.scalar(asked)
    return None if oldest is None else (now() - oldest).total_seconds()


def tickers(session: Session) -> int:
    """How many tickers hold the lock."""
    held = text(
        "select count(*) from pg_locks where locktype = 'advisory' and granted"
        " and classid = 0 and objid = :lock"
        " and database = (select oid from pg_database where datname = current_database())"
    )
    return session.scalar(held, {"lock": TICKER_LOCK}) or 0


def spool() -> tuple[int, int]:
    """Callbacks on this host's disk: those that wait, and those that were set aside."""
    folder: Path = settings().instance_dir / "spool"
    return len(list(folder.glob("*.letter"))), len(list((folder / "aside").glob("*")))


def workers() -> tuple[Worker, ...] | None:
    """Who works, by lane."""
    try:
        found = [
            Worker(
                lane=lane,
                host=worker.hostname or "",
                pid=worker.pid or 0,
                since=worker.birth_date,
                seen_at=worker.last_heartbeat,
                is_busy=worker.get_state() == "busy",
            )
            for worker in queue.workers()
            for lane in worker.queue_names()
        ]
    except (RedisError, RuntimeError):
        return None
    return tuple(sorted(found, key=lambda one: (LANES.index(one.lane), one.host, one.pid)))
