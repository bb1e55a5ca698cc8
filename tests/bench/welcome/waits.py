"""How long each customer waited for the welcome, and what became of those who got none."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db import reading
from app.inbox.models import InboxEvent
from app.outbox.models import OutboxCommand

UNFINISHED = ("pending", "sending", "again")
LIVES_FOR = 20.0


@dataclass(frozen=True)
class Waits:
    """Seconds from the moment an add was kept until WeCom's answer to its welcome was kept."""

    came: int
    seconds: list[float]
    states: Counter[str]

    def at(self, share: float) -> float:
        """The wait that `share` of the welcomes stay within."""
        return self.seconds[min(int(share * len(self.seconds)), len(self.seconds) - 1)]

    @property
    def missed(self) -> int:
        """Customers without a welcome, or with one after its code had died."""
        in_time = sum(wait < LIVES_FOR for wait in self.seconds)
        return self.came - in_time


def await_all(count: int, patience: float = 40) -> None:
    """Wait until `count` welcomes have ended, or none can be in time any more."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with reading() as session:
            ended = session.scalar(
                select(func.count())
                .select_from(OutboxCommand)
                .where(OutboxCommand.kind == "SendWelcome", OutboxCommand.state.not_in(UNFINISHED))
            )
        if ended == count:
            return
        time.sleep(0.2)


def measured(count: int, began: datetime) -> Waits:
    """The waits of the `count` who have come since."""
    with reading() as session:
        rows = session.execute(
            select(OutboxCommand.state, OutboxCommand.finished_at, InboxEvent.created_at)
            .join(InboxEvent, InboxEvent.id == OutboxCommand.event_id)
            .where(OutboxCommand.kind == "SendWelcome", InboxEvent.created_at >= began)
        ).all()
    sent = [
        (ended - came).total_seconds() for state, ended, came in rows if state == "done" and ended
    ]
    return Waits(count, sorted(sent), Counter(state for state, _, _ in rows))
