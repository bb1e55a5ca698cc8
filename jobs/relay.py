"""Speaking: one decided command goes to WeCom, and its answer is written down.

A row found `sending` past its lease is ambiguous: what may be said twice is said again, the rest
is looked up first, and if nothing can tell, it becomes `unknown` for a person.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from app import clock
from app.contacts.marking import remark_answered, tags_answered
from app.corps.wecom import wecom
from app.db import transaction
from app.errors import ScrmError
from app.outbox.models import OutboxCommand
from app.sop.answers import group_message_answered
from bots.commands import load
from bots.errors import TooLate, Unavailable, WeComError
from bots.speech import Command
from jobs import outcome
from jobs.lease import claim
from jobs.lookups import LOOKUPS, CannotTell
from jobs.outcome import Outcome

ALREADY_WELCOMED = 41051  # the welcome was delivered, or the two are talking: nothing is missing

# What follows from WeCom's final answer, in the transaction that stores it.
AFTERWARDS: dict[str, Callable[[Session, OutboxCommand], None]] = {
    "MarkTag": tags_answered,
    "Remark": remark_answered,
    "AddMsgTemplate": group_message_answered,
}


def relay(command_id: int) -> None:
    """Say one command, unless somebody else does or it is too late."""
    with transaction() as session:
        # found `sending` past its lease: whoever said it did not hear, or did not keep, the answer
        maybe_said = {"maybe_said": OutboxCommand.state == "sending"}
        row = claim(session, OutboxCommand, command_id, busy="sending", also=maybe_said)
        if row is None:
            return
        if row.deadline_at is not None and clock.now() > row.deadline_at:
            row.state, row.finished_at, row.lease_until = "expired", clock.now(), None
            return
    values = speak(row)
    with transaction() as session:
        told = session.get_one(OutboxCommand, command_id)
        for name, value in values.items():
            setattr(told, name, value)
        if told.state in ("done", "failed") and told.kind in AFTERWARDS:
            AFTERWARDS[told.kind](session, told)


def speak(row: OutboxCommand) -> dict[str, Any]:
    """Say it, or find out that it was said before. Returns what to write into the row."""
    command = load(row.kind, row.body)
    try:
        answer = LOOKUPS[row.kind](row) if row.maybe_said and not may_repeat(command) else None
        answer = answer or wecom(row.corp_id).say(command)
    except (WeComError, ScrmError) as error:
        return failed(row, command, error)
    return _ended("done", errcode=0, errmsg="ok", answer=answer)


def may_repeat(command: Command) -> bool:
    """Whether saying it twice does what saying it once does."""
    return command.repeatable or bool(getattr(command, "enable_duplicate_check", 0))


def failed(row: OutboxCommand, command: Command, error: WeComError | ScrmError) -> dict[str, Any]:
    """What to write after an error."""
    told = {"errcode": getattr(error, "errcode", None), "errmsg": str(error)[:1000]}
    if isinstance(error, TooLate) and error.errcode == ALREADY_WELCOMED:
        return _ended("done", **told)
    if isinstance(error, CannotTell):
        return _ended("unknown", **told)
    if isinstance(error, Unavailable) and error.reached and not may_repeat(command):
        # It may have taken effect: look it up soon, never repeat it blindly.
        return {"state": "sending", "lease_until": _soon(), **told}
    ending: Outcome = outcome.after(error, row.attempts)
    if ending.state == "again":
        waits = {"due_at": clock.now() + ending.pause, "attempts": row.attempts - 1 + ending.cost}
        return {"state": "again", **waits, "lease_until": None, "rung_at": None, **told}
    return _ended("failed", **told)


def _ended(state: str, **told: Any) -> dict[str, Any]:
    return {"state": state, "finished_at": clock.now(), "lease_until": None, **told}


def _soon() -> Any:
    return func.clock_timestamp() + timedelta(seconds=1)
