"""Bringing the arrivals of customers in line with what the inbox holds about them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    ScalarSelect,
    Text,
    any_,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from app.archive.models import ChatMessage
from app.attribution.fold import ADD, END, FOUND, HALF, Fact, spans
from app.attribution.models import Arrival
from app.contacts.taking import lock_customers
from app.corps.models import Corp
from app.inbox.models import InboxEvent

KINDS = {
    "FollowAdded": ADD,
    "FollowHalfAdded": HALF,
    "AddFound": FOUND,
    "FollowLost": END,
    "FollowRemoved": END,
}
ENDED_BY = {"FollowLost": "customer", "FollowRemoved": "staff"}
KEY = ("external_userid", "userid", "added_at")
TOLD = ("state", "event_id", "half_event_id", "ended_at", "ended_by")
KEPT = (*KEY, *TOLD, "added_on", "ended_on", "is_first")
Values = dict[str, Any]


def keep_arrivals(session: Session, corp_id: str, external_userids: Collection[str]) -> int:
    """Make the rows of these customers what their events say; returns how many had to change."""
    lock_customers(session, corp_id, external_userids)
    wrong = unlike(session, corp_id, external_userids)
    apply(session, corp_id, wrong)
    keep_replies(session, corp_id, external_userids)
    return len(wrong)


def unlike(
    session: Session, corp_id: str, external_userids: Collection[str]
) -> list[tuple[Arrival | None, Values | None]]:
    """Rows beside what they ought to be, where the two differ; None is what is not there."""
    ought = {_key(values): values for values in _folded(session, corp_id, external_userids)}
    rows = session.scalars(
        select(Arrival).where(
            Arrival.corp_id == corp_id, Arrival.external_userid == _any(external_userids)
        )
    )
    found: list[tuple[Arrival | None, Values | None]] = []
    for row in rows:
        values = ought.pop(_key(vars(row)), None)
        if values is None or any(getattr(row, name) != values[name] for name in KEPT):
            found.append((row, values))
    return found + [(None, values) for values in ought.values()]


def apply(
    session: Session, corp_id: str, wrong: Collection[tuple[Arrival | None, Values | None]]
) -> None:
    """Write what `unlike` found."""
    gone = [row.id for row, values in wrong if row is not None and values is None]
    if gone:
        session.execute(delete(Arrival).where(Arrival.id.in_(gone)))
    for row, values in wrong:
        if row is not None and values is not None:
            session.execute(update(Arrival).where(Arrival.id == row.id).values(values))
    new = [{**values, "corp_id": corp_id} for row, values in wrong if row is None and values]
    if new:
        session.execute(insert(Arrival), new)


def keep_replies(session: Session, corp_id: str, external_userids: Collection[str]) -> None:
    """When each customer first wrote to the member while they were tied, by the archive."""
    session.execute(
        update(Arrival)
        .where(*_misdated(corp_id, external_userids))
        .values(replied_at=first_reply())
        .execution_options(synchronize_session=False)
    )


def misdated_replies(
    session: Session, corp_id: str, external_userids: Collection[str]
) -> Sequence[Arrival]:
    """The rows that say another first reply than the archive."""
    return session.scalars(select(Arrival).where(*_misdated(corp_id, external_userids))).all()


def _misdated(corp_id: str, external_userids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        Arrival.corp_id == corp_id,
        Arrival.external_userid == _any(external_userids),
        Arrival.replied_at.is_distinct_from(first_reply()),
    )


def first_reply() -> ScalarSelect[datetime]:
    """The customer's first message to the member while the tie of an arrival stood."""
    return (
        select(func.min(ChatMessage.sent_at))
        .where(
            ChatMessage.corp_id == Arrival.corp_id,
            ChatMessage.external_userid == Arrival.external_userid,
            ChatMessage.userid == Arrival.userid,
            ChatMessage.sender == Arrival.external_userid,
            ChatMessage.action == "send",
            ChatMessage.sent_at >= Arrival.added_at,
            Arrival.ended_at.is_(None) | (ChatMessage.sent_at < Arrival.ended_at),
        )
        .correlate(Arrival)
        .scalar_subquery()
    )


def _folded(session: Session, corp_id: str, external_userids: Collection[str]) -> Iterator[Values]:
    """What the rows of these customers ought to be."""
    zone = ZoneInfo(session.scalars(select(Corp.zone).where(Corp.corp_id == corp_id)).one())
    ties: defaultdict[str, list[Values]] = defaultdict(list)
    for (external_userid, userid), facts in _told(session, corp_id, external_userids).items():
        for span in spans(facts):
            who = {"external_userid": external_userid, "userid": userid}
            ties[external_userid].append({**who, **vars(span)})
    for of_one in ties.values():
        of_one.sort(key=lambda values: (values["added_at"], values["event_id"]))
        for place, values in enumerate(of_one):
            yield {
                **values,
                "added_on": values["added_at"].astimezone(zone).date(),
                "ended_on": _day(values["ended_at"], zone),
                "is_first": place == 0,
            }


def _told(
    session: Session, corp_id: str, external_userids: Collection[str]
) -> dict[tuple[str, str], list[Fact]]:
    rows = session.execute(
        select(
            InboxEvent.id,
            InboxEvent.name,
            InboxEvent.userid,
            InboxEvent.external_userid,
            InboxEvent.happened_at,
            InboxEvent.fields["state"].as_string().label("state"),
        ).where(
            InboxEvent.corp_id == corp_id,
            InboxEvent.external_userid == _any(external_userids),
            InboxEvent.name.in_(KINDS),
        )
    )
    told: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for row in rows:
        fact = Fact(
            kind=KINDS[row.name],
            at=row.happened_at,
            event_id=row.id,
            state=row.state or "",
            by=ENDED_BY.get(row.name, ""),
        )
        told[row.external_userid, row.userid].append(fact)
    return told


def _key(values: Values) -> tuple[Any, ...]:
    return tuple(values[name] for name in KEY)


def _day(moment: datetime | None, zone: ZoneInfo) -> Any:
    return moment.astimezone(zone).date() if moment else None


def _any(names: Collection[str]) -> Any:
    return any_(cast(list(names), ARRAY(Text)))
