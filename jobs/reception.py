"""Job of the codes lane: whoever receives by a live code changes at the minute that was planned."""

from collections.abc import Sequence

from app.acquisition.schedule import renewal
from app.acquisition.schedule.renewal import Turn
from app.db import transaction
from app.queue import answered, later
from jobs.crew import Crew, lease

AT_ONCE = 8  # each may hold two connections


def renew(lane: str) -> None:
    """Bring every code that is due in line, until nothing is left."""
    answered("jobs.reception.renew", lane)
    crew = Crew("reception", AT_ONCE, _claim, renewal.speak, _keep, _keep_ours)
    if not crew.drain():
        with transaction() as session:
            later(session, "jobs.reception.renew", None, on=lane)


def _claim(free: int) -> Sequence[Turn]:
    with transaction() as session:
        return renewal.claim(session, free, lease())


def _keep(done: Sequence[tuple[Turn, bool]]) -> Sequence[Turn]:
    with transaction() as session:
        renewal.finish(session, done)
    return []


def _keep_ours(turns: Sequence[Turn]) -> None:
    with transaction() as session:
        renewal.keep_ours(session, turns, lease())
