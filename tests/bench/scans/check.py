"""The promise: as many customers as people, as many welcomes, none said twice, nothing left over."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.contacts.models import ExternalContact, Follow
from app.db import reading
from app.due import is_anything_due
from app.inbox.models import InboxEvent


@dataclass(frozen=True)
class Verdict:
    """What became of so many people."""

    people: int
    events: int
    customers: int
    follows: int
    welcomed: int
    said_twice: int
    is_rest_due: bool

    @property
    def is_kept(self) -> bool:
        """Whether nobody was lost and nobody was greeted twice."""
        counts = {self.events, self.customers, self.follows, self.welcomed}
        return counts == {self.people} and not self.said_twice and not self.is_rest_due


def judge(people: int, told: dict[str, Any]) -> Verdict:
    """Compare our rows and what WeCom was told with the people who scanned."""
    with reading() as session:
        events, customers, follows = (
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (InboxEvent, ExternalContact, Follow)
        )
        rest = is_anything_due(session)
    welcomed = sum(code.startswith("SCAN") for code in told["welcomed"])
    twice = sum(count for code, count in told["again"].items() if code.startswith("SCAN"))
    return Verdict(people, events, customers, follows, welcomed, twice, rest)
