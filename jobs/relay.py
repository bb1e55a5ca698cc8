"""Speaking: what has been decided in a lane goes to WeCom, many calls at once, and each answer is
written down. A bell only says that there is something: the rows are what counts.
"""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.contacts.marking import remark_answered, tags_answered
from app.corps.wecom import pace
from app.db import transaction
from app.outbox.breakers import hold
from app.outbox.models import OutboxCommand
from app.queue import answered, later
from app.sop.answers import group_message_answered
from bots.budget import OverBudget
from bots.errors import Throttled
from jobs.breakers import heard
from jobs.claims import claim_commands, renew
from jobs.postponed import Rest, postpone
from jobs.speaking import Spoken, speak

log = logging.getLogger(__name__)

# Calls in flight at once. A burst of scans must not expire: each welcome has 20 s, and a call may
# take a second.
AT_ONCE = {"welcome": 64}
USUALLY_AT_ONCE = 16
LOOK = 0.02  # seconds of real time until a look for new rows while calls are in flight
LONGEST = 30.0  # seconds of real time: then another bell goes on, so that RQ sees a job end

# What follows from WeCom's final answer, in the transaction that stores it.
AFTERWARDS: dict[str, Callable[[Session, OutboxCommand], None]] = {
    "MarkTag": tags_answered,
    "Remark": remark_answered,
    "AddMsgTemplate": group_message_answered,
}
Flying = dict[Future[Spoken], OutboxCommand]


def drain(lane: str) -> None:
    """Say everything of a lane that is due, until nothing is left."""
    answered("jobs.relay.drain", lane)
    most = AT_ONCE.get(lane, USUALLY_AT_ONCE)
    flying: Flying = {}
    until = renewed_at = time.monotonic()
    until += LONGEST
    with ThreadPoolExecutor(most, thread_name_prefix=f"speak-{lane}") as threads:
        while True:
            if time.monotonic() < until:
                flying |= {threads.submit(speak, row): row for row in claimed(lane, most, flying)}
            if not flying:
                break
            done, _ = wait(flying, LOOK, FIRST_COMPLETED)
            if done:
                keep([(flying.pop(one), one.result()) for one in done])
            if time.monotonic() - renewed_at > 1:
                renewed_at = time.monotonic()
                with transaction() as session:
                    renew(session, [row.id for row in flying.values()])
    if time.monotonic() >= until:
        with transaction() as session:
            later(session, "jobs.relay.drain", None, on=lane)


def claimed(lane: str, most: int, flying: Flying) -> Iterable[OutboxCommand]:
    """More to say, when a good part of the threads is free."""
    free = most - len(flying)
    if free < most // 4:
        return ()
    with transaction() as session:
        hold(session, lane)
        return claim_commands(session, lane, free)


def keep(answers: list[tuple[OutboxCommand, Spoken]]) -> None:
    """Write answers down, together; when one cannot be written the others still are."""
    try:
        with transaction() as session:
            record(session, answers)
    except (DBAPIError, ValueError, LookupError) as error:
        if len(answers) == 1:
            # the row stays `sending`: when its lease ends it is looked up or said again
            log.exception("an answer could not be kept", extra={"command": answers[0][0].id})
            return
        log.warning("answers are kept one by one: %s", type(error).__name__)
        for answer in answers:
            keep([answer])


def record(session: Session, answers: list[tuple[OutboxCommand, Spoken]]) -> None:
    """Each answer into its row, with what follows from it."""
    waits = heard(session, answers)
    for row, spoken in sorted(answers, key=lambda answer: answer[0].id):
        told = session.get_one(OutboxCommand, row.id)
        for name, value in (spoken.values | waits.get(row.id, {})).items():
            setattr(told, name, value)
        if told.state in ("done", "failed") and told.kind in AFTERWARDS:
            AFTERWARDS[told.kind](session, told)
    session.flush()
    for rest in {rest_of(row, spoken.throttled) for row, spoken in answers if spoken.throttled}:
        postpone(session, rest)


def rest_of(row: OutboxCommand, error: Throttled) -> Rest:
    """How long the likes of a row wait, to the tenth of a second so that likes are one."""
    moment = clock.now() + timedelta(seconds=round(error.wait_for + 0.05, 1))
    until = moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)
    member = error.member if isinstance(error, OverBudget) else None
    likes = (row.corp_id, row.lane, row.kind)
    return Rest(*likes, until, pace(row.kind, member), member)
