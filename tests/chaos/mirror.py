"""What only our own house can be asked: the mirror, the archive, the audit, and why a welcome is
missing."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archive.models import ChatMessage
from app.audit.command import BEGINNING
from app.audit.look import look, scope_of
from app.contacts.models import Follow
from app.inbox.models import InboxEvent, InboxReaction
from app.outbox.models import OutboxCommand
from app.sop.models import Enrollment, Task
from tests.chaos.checker import Verdict
from tests.chaos.history import Pair

TRIES = 3  # WeCom refused a welcome so often within its 20 seconds: it did not let us


def compare(session: Session, corp_id: str, truth: Mapping[str, Any], verdict: Verdict) -> None:
    """What WeCom knows and we do not, and what we promise of our own rows."""
    verdict.lost += [*lost_follows(session, truth["follows"]), *lost_words(session, truth)]
    stuck = select(InboxReaction).where(InboxReaction.state == "parked")
    verdict.lost += [f"parked: {row.name} {row.error}" for row in session.scalars(stuck)]
    verdict.lost += broken_promises(session, corp_id)


def lost_follows(session: Session, follows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ties that we see otherwise than WeCom."""
    ours = {
        (row.userid, row.external_userid): row.ended_at is None
        for row in session.scalars(select(Follow))
    }
    seen = {(one["userid"], one["external_userid"]): one["alive"] for one in follows}
    return [f"tie {pair}: {alive}, ours {ours.get(pair)}" for pair, alive in seen.items()
            if ours.get(pair) != alive]  # fmt: skip


def lost_words(session: Session, truth: Mapping[str, Any]) -> list[str]:
    """Archived messages that we do not have, or have twice."""
    ours = sorted(session.scalars(select(ChatMessage.msgid)))
    theirs = sorted(one["msgid"] for one in truth["archive"]["messages"])
    return [] if ours == theirs else [f"archive: {len(theirs)} messages, ours {len(ours)}"]


def broken_promises(session: Session, corp_id: str) -> list[str]:
    """What the audit finds, with no patience."""
    found = look(session, scope_of(corp_id, BEGINNING, timedelta(0)))
    return [
        f"audit {one.invariant.name}: {one.count} {one.examples}" for one in found if one.is_broken
    ]


def reasons(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Why each of these welcome codes was not used; "ours: …" where WeCom would have let us."""
    return {code: _reason(session, code) for code in codes}


def _reason(session: Session, code: str) -> str:
    row = session.scalars(
        select(OutboxCommand).where(OutboxCommand.key == f"welcome:{code}")
    ).one_or_none()
    if row is None:
        kept = select(InboxEvent.id).where(InboxEvent.fields["welcome_code"].as_string() == code)
        return f"ours: not decided, event {session.scalar(kept)}"
    if row.attempts < TRIES and row.errcode in (None, -1):
        return f"ours: {row.state} after {row.attempts} tries: {row.errmsg}"
    return f"WeCom refused {row.attempts} tries: {row.errmsg}"


def said_of(session: Session, title: str, pair: Pair) -> str:
    """What our rows say of a step that WeCom has not seen."""
    userid, external_userid = pair
    enrolled = session.scalars(
        select(Enrollment).where(
            Enrollment.userid == userid, Enrollment.external_userid == external_userid
        )
    ).one_or_none()
    if enrolled is None:
        return "not enrolled"
    told = f"{enrolled.state} {enrolled.ended_because} {enrolled.ended_at}"
    task = session.scalars(
        select(Task).where(Task.enrollment_id == enrolled.id, Task.title == title)
    ).one_or_none()
    if task is None:
        return f"{told}; no task"
    told += f"; task {task.state} {task.result} {task.msgid}"
    row = session.get(OutboxCommand, task.command_id or 0)
    return f"{told}; {row.kind} {row.state} {row.attempts} {row.errmsg}" if row else told
