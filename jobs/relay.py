"""Speaking: what has been decided in a lane goes to WeCom, many calls at once, and each answer is
written down. A bell only says that there is something: the rows are what counts.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock, metrics
from app.contacts.marking import remarks_answered, tags_answered
from app.corps.wecom import pace
from app.db import transaction
from app.many import update_all
from app.outbox.breakers import hold
from app.outbox.models import OutboxCommand
from app.outreach.greeting import CODE_LIVES_FOR
from app.outreach.missed import welcome_missed
from app.queue import answered, later
from app.sop.answers import group_message_answered
from bots.budget import OverBudget
from bots.errors import Throttled
from jobs.breakers import heard
from jobs.claims import claim_commands, renew
from jobs.crew import Crew
from jobs.postponed import Rest, postpone
from jobs.speaking import Spoken, speak

log = logging.getLogger(__name__)

# Calls in flight at once. A burst of scans must not expire: each welcome has 20 s, and a call may
# take a second.
AT_ONCE = {"welcome": 64}
USUALLY_AT_ONCE = 16
IN_HAND = 128  # claimed by one statement, and answers written by few; at least the calls in flight

Deed = Callable[[Session, OutboxCommand], None]
Deeds = Callable[[Session, Sequence[OutboxCommand]], None]


def each(deed: Deed) -> Deeds:
    """One command after another."""

    def deeds(session: Session, commands: Sequence[OutboxCommand]) -> None:
        for command in commands:
            deed(session, command)

    return deeds


# What follows from WeCom's final answers, in the transaction that stores them.
AFTERWARDS: dict[str, Deeds] = {
    "MarkTag": tags_answered,
    "Remark": remarks_answered,
    "AddMsgTemplate": each(group_message_answered),
}
# What follows when WeCom has refused for good, or the deadline has passed.
MISSED: dict[str, Deeds] = {
    "SendWelcome": each(welcome_missed),
}


def drain(lane: str) -> None:
    """Say everything of a lane that is due, until nothing is left."""
    answered("jobs.relay.drain", lane)
    most = AT_ONCE.get(lane, USUALLY_AT_ONCE)
    crew = Crew(
        f"speak-{lane}",
        IN_HAND,
        lambda free: claim(lane, free),
        speak,
        keep,
        keep_ours,
        threads=most,
    )
    if not crew.drain():
        with transaction() as session:
            later(session, "jobs.relay.drain", None, on=lane)


def claim(lane: str, most: int) -> Sequence[OutboxCommand]:
    """More to say."""
    with transaction() as session:
        hold(session, lane)
        return claim_commands(session, lane, most)


def keep_ours(rows: Sequence[OutboxCommand]) -> None:
    """Keep what is being said ours for a while longer."""
    with transaction() as session:
        renew(session, [row.id for row in rows])


def keep(answers: Sequence[tuple[OutboxCommand, Spoken]]) -> Sequence[OutboxCommand]:
    """Write answers down, together; when one cannot be written the others still are."""
    try:
        with transaction() as session:
            record(session, answers)
        for row, spoken in answers:
            count(row, spoken)
    except (DBAPIError, ValueError, LookupError) as error:
        if len(answers) == 1:
            # the row stays `sending`: when its lease ends it is looked up or said again
            log.exception("an answer could not be kept", extra={"command": answers[0][0].id})
            return ()
        log.warning("answers are kept one by one: %s", type(error).__name__)
        for answer in answers:
            keep([answer])
    return ()


def count(row: OutboxCommand, spoken: Spoken) -> None:
    """For the figures: how the attempt ended, and how long a welcome took."""
    metrics.spoken(row.kind, spoken.values["state"])
    if row.kind == "SendWelcome" and row.deadline_at and spoken.values["state"] == "done":
        metrics.welcomed(clock.now() - (row.deadline_at - CODE_LIVES_FOR))


def record(session: Session, answers: Sequence[tuple[OutboxCommand, Spoken]]) -> None:
    """Each answer into its row, with what follows from it."""
    waits = heard(session, answers)
    told = {row.id: spoken.values | waits.get(row.id, {}) for row, spoken in answers}
    update_all(session, OutboxCommand, [{"id": row_id, **told[row_id]} for row_id in sorted(told)])
    ended: dict[Deeds, list[int]] = {}
    for row, _ in answers:
        if deeds := follows(row.kind, told[row.id]["state"]):
            ended.setdefault(deeds, []).append(row.id)
    for deeds, row_ids in ended.items():
        rows = select(OutboxCommand).where(OutboxCommand.id.in_(row_ids)).order_by(OutboxCommand.id)
        deeds(session, session.scalars(rows).all())
    session.flush()
    for rest in {rest_of(row, spoken.throttled) for row, spoken in answers if spoken.throttled}:
        postpone(session, rest)


def follows(kind: str, state: str) -> Deeds | None:
    """What is to be done about commands that have come to this state."""
    if state in ("failed", "expired") and kind in MISSED:
        return MISSED[kind]
    return AFTERWARDS.get(kind) if state in ("done", "failed") else None


def rest_of(row: OutboxCommand, error: Throttled) -> Rest:
    """How long the likes of a row wait, to the tenth of a second so that likes are one."""
    moment = clock.now() + timedelta(seconds=round(error.wait_for + 0.05, 1))
    until = moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)
    member = error.member if isinstance(error, OverBudget) else None
    likes = (row.corp_id, row.lane, row.kind)
    return Rest(*likes, until, pace(row.kind, member), member)
