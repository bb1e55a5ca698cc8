"""Who comes and what waits: adds kept as the door keeps them, and a backlog before them."""

import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import count as count_up
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, text

from app.clock import now
from app.db import transaction
from app.events.contacts import FollowEdited
from app.inbox.models import InboxEvent, InboxReaction
from app.outreach.models import Welcome
from app.queue import later
from jobs.reactions import REACTIONS, name_of
from tests.bench.corp import enter_corp
from tests.conftest import CORP

FOLLOWED = 500  # customers whose edits wait
AT_ONCE = 5000
_numbers = count_up(1)


def enter(text_of_welcome: str) -> None:
    """The corp with its welcome for everybody."""
    enter_corp()
    with transaction() as session:
        session.execute(text("truncate inbox_event, outbox_command restart identity cascade"))
        session.execute(delete(Welcome))
        session.add(Welcome(corp_id=CORP, name="默认", text=text_of_welcome))


def edits(count: int, *, planned: bool) -> None:
    """So many edits wait: not looked at yet, or `planned` with their reactions pending."""
    began = now() - timedelta(seconds=1)
    rows = (edit(number, began, "planned" if planned else "new") for number in range(count))
    while batch := list(islice(rows, AT_ONCE)):
        with transaction() as session:
            ids = session.scalars(insert(InboxEvent).returning(InboxEvent.id), batch).all()
            if planned:
                session.execute(insert(InboxReaction), list(waiting(ids, began)))


def edit(number: int, moment: Any, state: str) -> dict[str, Any]:
    """A member has edited a customer."""
    names = {"userid": "lina", "external_userid": f"wmBacklog{number % FOLLOWED:06d}"}
    return row("FollowEdited", f"edit {number} {moment}", names, moment) | {"state": state}


def waiting(ids: Any, moment: Any) -> Iterator[dict[str, Any]]:
    """The reactions to edits as rows."""
    for event_id in ids:
        for position, reaction in enumerate(REACTIONS[FollowEdited]):
            yield {
                "corp_id": CORP,
                "event_id": event_id,
                "position": position,
                "name": name_of(reaction),
                "state": "pending",
                "attempts": 0,
                "due_at": moment,
                "created_at": moment,
            }


def row(name: str, key: str, fields: dict[str, Any], moment: Any) -> dict[str, Any]:
    """An event as the inbox keeps it."""
    return {
        "corp_id": CORP,
        "fingerprint": sha256(key.encode()).hexdigest(),
        "name": name,
        "fields": fields,
        "message": {},
        "userid": fields["userid"],
        "external_userid": fields["external_userid"],
        "happened_at": moment,
        "created_at": moment,
        "envelope": b"",
        "state": "new",
    }


def adds(count: int) -> None:
    """So many customers add a member now: one insert and one bell, as a group commit of the door."""
    moment = now()
    rows = [
        row(
            "FollowAdded",
            f"add {number} {moment}",
            {
                "userid": "lina",
                "external_userid": f"wmNew{number:06d}",
                "state": "",
                "welcome_code": f"CODE{number:06d}",
            },
            moment,
        )
        for number in islice(_numbers, count)
    ]
    with transaction() as session:
        session.execute(insert(InboxEvent), rows)
        later(session, "jobs.react.welcome", None)


def come(rate: float, seconds: float, at_once: int) -> int:
    """Adds at a steady rate, `at_once` together. Returns how many came."""
    began, count = time.monotonic(), 0
    while count < rate * seconds:
        time.sleep(max(0.0, began + count / rate - time.monotonic()))
        adds(at_once)
        count += at_once
    return count
