"""What answers say about an app: a refusal puts a breaker up, a probe that succeeds takes it away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.errors import ScrmError
from app.inbox.models import InboxReaction
from app.outbox.breakers import close, let_one_through, probed, trip
from app.outbox.models import OutboxCommand
from bots.errors import Forbidden, Throttled, Unauthorized, Unavailable
from jobs.speaking import Spoken

# Errors that do not tell whether WeCom would have this app and this API.
NO_EVIDENCE = (Unavailable, Throttled, Unauthorized, ScrmError)


def probe(breaker_id: int) -> None:
    """Try whether WeCom still refuses, when it is time."""
    with transaction() as session:
        let_one_through(session, breaker_id)


def heard(
    session: Session, answers: Sequence[tuple[OutboxCommand, Spoken]]
) -> Mapping[int, dict[str, Any]]:
    """What answers say about their apps; row id → what to write so that the row waits."""
    waits: dict[int, dict[str, Any]] = {}
    for row, spoken in answers:
        breaker_id = trip(session, row.corp_id, spoken.error) if is_refusal(spoken) else None
        if breaker_id is not None and row.deadline_at is None:
            waits[row.id] = {"waits_for": breaker_id, "due_at": clock.now()}
    good = [row for row, spoken in answers if is_evidence(spoken)]
    for breaker in probed(session, good):
        close(session, breaker.id)
        wake_reactions(session, breaker.corp_id)
    return waits


def is_refusal(spoken: Spoken) -> bool:
    """Whether WeCom will not have this app or this API."""
    return isinstance(spoken.error, Forbidden) and spoken.error.stops != "one"


def is_evidence(spoken: Spoken) -> bool:
    """Whether WeCom has understood the call, whatever it thought of it."""
    return spoken.is_said and not is_refusal(spoken) and not isinstance(spoken.error, NO_EVIDENCE)


def wake_reactions(session: Session, corp_id: str) -> None:
    """Reactions that were refused run again at once."""
    session.execute(
        update(InboxReaction)
        .where(
            InboxReaction.corp_id == corp_id,
            InboxReaction.state == "again",
            InboxReaction.error.startswith("Forbidden:"),
        )
        .values(due_at=clock.now(), rung_at=None)
    )
