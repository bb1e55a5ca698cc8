"""Saying one claimed command to WeCom, and what its answer means for the row.

A row found `sending` past its lease is ambiguous: what may be said twice is said again, the rest
is looked up first, and if nothing can tell, it becomes `unknown` for a person.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func

from app import clock, log
from app.corps.wecom import wecom
from app.errors import ScrmError
from app.outbox.models import OutboxCommand
from bots.commands import load
from bots.errors import Throttled, TooLate, Unavailable, WeComError
from bots.speech import Command
from jobs import outcome
from jobs.crew import stopping
from jobs.lookups import CannotTell, looked_up
from jobs.outcome import Outcome

ALREADY_WELCOMED = 41051  # the welcome was delivered, or the two are talking: nothing is missing


@dataclass(frozen=True)
class Spoken:
    """What to write into a row, and the error that it met, if it met one."""

    values: dict[str, Any]
    error: WeComError | ScrmError | None = None
    is_said: bool = True

    @property
    def throttled(self) -> Throttled | None:
        """The error that held it back."""
        return self.error if isinstance(self.error, Throttled) else None


def speak(row: OutboxCommand) -> Spoken:
    """Say it, or find out that it was said before, unless it is too late or settled."""
    if stopping.is_set():
        return Spoken(let_go(row), is_said=False)
    if row.settled_as is not None:
        return Spoken(_ended(row.settled_as), is_said=False)
    with log.bound(
        job=row.kind, command_id=row.id, event_id=row.event_id, external_userid=row.external_userid
    ):
        return _speak(row)


def _speak(row: OutboxCommand) -> Spoken:
    if row.deadline_at is not None and clock.now() > row.deadline_at:
        return Spoken(_ended("expired"), is_said=False)
    command = load(row.kind, row.body)
    try:
        answer = looked_up(row, command) if row.maybe_said and not command.may_repeat() else None
        answer = answer or wecom(row.corp_id).say(command)
    except (WeComError, ScrmError) as error:
        return Spoken(failed(row, command, error), error)
    return Spoken(_ended("done", errcode=0, errmsg="ok", answer=answer))


def let_go(row: OutboxCommand) -> dict[str, Any]:
    """What to write when this process ends before the row's turn: another worker has time. What an
    earlier worker may have said stays `sending`, to be looked up."""
    if row.maybe_said:
        return {"state": "sending", "lease_until": func.clock_timestamp(), "rung_at": None}
    state = "again" if row.attempts > 1 else "pending"
    freed = {"lease_until": None, "rung_at": None}
    return {"state": state, "attempts": row.attempts - 1, "due_at": row.due_at, **freed}


def failed(row: OutboxCommand, command: Command, error: WeComError | ScrmError) -> dict[str, Any]:
    """What to write after an error."""
    told: dict[str, Any] = {"errcode": getattr(error, "errcode", None), "errmsg": str(error)[:1000]}
    told["busy_answers"] = row.busy_answers + outcome.is_busy(error)
    if isinstance(error, TooLate) and error.errcode == ALREADY_WELCOMED:
        return _ended("done", **told)
    if isinstance(error, CannotTell):
        return _ended("unknown", **told)
    if isinstance(error, Unavailable) and error.reached and not command.may_repeat():
        # It may have taken effect: look it up soon, never repeat it blindly.
        return {"state": "sending", "lease_until": _soon(), **told}
    ending: Outcome = outcome.after(error, row.attempts, told["busy_answers"])
    if row.deadline_at is not None:
        ending = outcome.in_a_hurry(ending, row.attempts)
    if outcome.is_refused(error) and row.deadline_at is not None:
        return _ended("failed", **told)  # it cannot wait until somebody acts
    if ending.state == "again":
        waits = {"due_at": clock.now() + ending.pause, "attempts": row.attempts - 1 + ending.cost}
        return {"state": "again", **waits, "lease_until": None, "rung_at": None, **told}
    return _ended("failed", **told)


def _ended(state: str, **told: Any) -> dict[str, Any]:
    return {"state": state, "finished_at": clock.now(), "lease_until": None, **told}


def _soon() -> Any:
    return func.clock_timestamp() + timedelta(seconds=1)
