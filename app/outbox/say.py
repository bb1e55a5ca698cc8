"""Deciding to speak: a row in the transaction; the relay speaks after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.many import insert_all, insert_told
from app.outbox.models import OutboxCommand
from app.queue import later
from app.sentences import Sentence, as_kept
from bots.speech import Command

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Because:
    """Why we speak: shown on the customer's timeline beside WeCom's answer.

    `reason` is for people, like `rule`: "标签规则 问价", with its version.
    """

    reaction: str
    reason: Sentence | str
    rule: Sentence | str | None = None
    version: int | None = None
    event_id: int | None = None

    def kept(self) -> Row:
        """As the row of a decision keeps it."""
        words = {"reason": as_kept(self.reason), "rule": as_kept(self.rule)}
        return {**vars(self), **words}


def say(
    session: Session,
    corp_id: str,
    command: Command,
    *,
    key: str,
    because: Because,
    lane: str = "events",
    userid: str | None = None,
    external_userid: str | None = None,
    due_at: datetime | None = None,
    deadline_at: datetime | None = None,
) -> int | None:
    """Decide on `command`. Returns its row's id, or None when `key` was decided on before."""
    row = decided(
        corp_id,
        command,
        key=key,
        because=because,
        lane=lane,
        userid=userid,
        external_userid=external_userid,
        due_at=due_at,
        deadline_at=deadline_at,
    )
    return decide_on(session, row)


def decided(
    corp_id: str,
    command: Command,
    *,
    key: str,
    because: Because,
    lane: str = "events",
    userid: str | None = None,
    external_userid: str | None = None,
    due_at: datetime | None = None,
    deadline_at: datetime | None = None,
) -> Row:
    """The row of a decision."""
    moment = now()
    later_on = due_at is not None and due_at > moment
    return {
        "corp_id": corp_id,
        "key": key,
        "kind": type(command).__name__,
        "body": dict(vars(command)),
        "lane": lane,
        "userid": userid,
        "external_userid": external_userid,
        "event_id": because.event_id,
        "because": because.kept(),
        "due_at": due_at or moment,
        "deadline_at": deadline_at,
        **({"rung_at": None} if later_on else {}),
    }


def decide_on(session: Session, row: Row) -> int | None:
    """Keep a decision and ring for it. None when its key was decided on before."""
    statement = insert(OutboxCommand).values(row).on_conflict_do_nothing()
    command_id = session.scalar(statement.returning(OutboxCommand.id))
    if command_id and "rung_at" not in row:
        later(session, "jobs.relay.drain", None, on=row["lane"])
    return command_id


def decide_on_all(session: Session, rows: Sequence[Row]) -> dict[str, int]:
    """Keep decisions that are due at once and ring for them: key → row's id, of those whose key was
    not decided on before."""
    made = insert_told(session, OutboxCommand, rows, "key", "id", "lane")
    for lane in {row.lane for row in made}:
        later(session, "jobs.relay.drain", None, on=lane)
    return {row.key: row.id for row in made}


def decide_and_claim(
    session: Session, rows: Sequence[Row], lease: timedelta
) -> Sequence[OutboxCommand]:
    """Keep decisions that the caller speaks at once; what was decided before is not among them."""
    claimed = [{**row, "state": "sending", "attempts": 1} for row in rows]
    until = func.clock_timestamp() + lease
    return insert_all(session, OutboxCommand, claimed, lease_until=until)
