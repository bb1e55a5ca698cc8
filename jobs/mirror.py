"""Jobs of the sync lane that bring everything we know in line with WeCom, a while at a time."""

import time

from sqlalchemy import func, update

from app import clock
from app.contacts.mirror.models import UNFINISHED, MirrorRun
from app.contacts.mirror.run import seize, slices
from app.db import transaction
from app.queue import later
from jobs.outcome import Outcome, attempt

LONGEST = 10.0  # seconds of real time: then another bell goes on, so that others get their turn


def go_on(run_id: int) -> None:
    """Go on with a run from where it is, be it that its worker was killed."""
    with transaction() as session:
        run = seize(session, run_id)
    if run is None:
        return
    outcome = attempt(lambda: work(run_id), run.attempts)
    with transaction() as session:
        goes_on = session.scalar(
            update(MirrorRun)
            .where(MirrorRun.id == run_id, MirrorRun.state.in_(UNFINISHED))
            .values(**ending(outcome))
            .returning(MirrorRun.id)
        )
        if goes_on and outcome.state == "done":
            later(session, "jobs.mirror.go_on", run_id)


def work(run_id: int) -> None:
    """Slice after slice, for a while."""
    until = time.monotonic() + LONGEST
    for _ in slices(run_id):
        if time.monotonic() > until:
            return


def ending(outcome: Outcome) -> dict[str, object]:
    """What to write into a run that has not stopped by itself."""
    if outcome.state == "done":  # this while is over, the run is not
        return {"state": "pending", "attempts": 0, "error": None, "lease_until": None}
    return {
        "state": outcome.state,
        "error": outcome.error,
        "due_at": clock.now() + outcome.pause,
        "attempts": MirrorRun.attempts - 1 + outcome.cost,
        "lease_until": None,
        "rung_at": None if outcome.state == "again" else func.clock_timestamp(),
        "finished_at": clock.now() if outcome.state == "parked" else None,
    }
