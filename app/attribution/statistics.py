"""Counting arrivals by code, member or day, and listing the rows behind a number."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.attribution.counts import Counts, joined
from app.attribution.metrics import BY_NAME, METRICS, Welcome, said
from app.attribution.models import Arrival
from app.attribution.periods import Period
from app.leads.models import Lead

NO_STATE = "~"  # in an address: came through no code
BY_STATE, BY_STAFF = Arrival.state, Arrival.userid


@dataclass(frozen=True)
class Asked:
    """Whose numbers: one corp's, in a period, of one code or member if they are named."""

    corp_id: str
    period: Period
    today: date
    state: str | None = None
    userid: str = ""

    def in_days(
        self, column: InstrumentedAttribute[Any], period: Period
    ) -> list[ColumnElement[bool]]:
        """The rows meant, by the day in `column`."""
        wanted = [Arrival.corp_id == self.corp_id, column.between(period.begins, period.ends)]
        if self.state is not None:
            wanted.append(Arrival.state == self.state)
        if self.userid:
            wanted.append(Arrival.userid == self.userid)
        return wanted


def by(session: Session, asked: Asked, key: InstrumentedAttribute[str]) -> dict[str, Counts]:
    """The numbers of each code or member, in two statements however many there are."""
    return _counted(session, asked, key, key)


def by_day(session: Session, asked: Asked) -> dict[date, Counts]:
    """The numbers of each day of the period; days on which nothing happened are there too."""
    found = _counted(session, asked, Arrival.added_on, Arrival.ended_on)
    return {day: found.get(day, Counts()) for day in asked.period.each_day()}


def before(asked: Asked) -> Asked:
    """The same, as many days earlier."""
    return replace(asked, period=asked.period.before)


def rows_behind(asked: Asked, name: str) -> Select[*tuple[Any, ...]]:
    """The arrivals that a number counts, each with its lead; the newest first."""
    metric = BY_NAME[name]
    column = Arrival.ended_on if metric.is_loss else Arrival.added_on
    moment = Arrival.ended_at if metric.is_loss else Arrival.added_at
    return (
        _with_outcome(select(Arrival, Lead))
        .where(*asked.in_days(column, asked.period), metric.counts(asked.today))
        .order_by(moment.desc(), Arrival.id.desc())
    )


def _counted(
    session: Session,
    asked: Asked,
    key: InstrumentedAttribute[Any],
    key_of_losses: InstrumentedAttribute[Any],
) -> dict[Any, Counts]:
    parts: defaultdict[Any, list[dict[str, int]]] = defaultdict(list)
    for group, numbers in _adds(session, asked, key):
        parts[group].append(numbers)
    for group, numbers in _losses(session, asked, key_of_losses):
        parts[group].append(numbers)
    return {group: joined(numbers) for group, numbers in parts.items()}


def _adds(
    session: Session, asked: Asked, key: InstrumentedAttribute[Any]
) -> Iterator[tuple[Any, dict[str, int]]]:
    counted = [
        func.count().filter(metric.counts(asked.today)).label(metric.name)
        for metric in METRICS
        if not metric.is_loss
    ]
    rows = session.execute(
        _with_outcome(select(key.label("key"), *counted).select_from(Arrival))
        .where(*asked.in_days(Arrival.added_on, asked.period))
        .group_by(key)
    )
    for row in rows:
        numbers = dict(row._mapping)
        yield numbers.pop("key"), numbers


def _losses(
    session: Session, asked: Asked, key: InstrumentedAttribute[Any]
) -> Iterator[tuple[Any, dict[str, int]]]:
    rows = session.execute(
        select(key, func.count())
        .where(*asked.in_days(Arrival.ended_on, asked.period))
        .group_by(key)
    )
    for group, count in rows:
        yield group, {"losses": count}


def _with_outcome(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Each arrival beside its welcome and, if it carries it, the customer's lead."""
    is_its_lead = and_(
        Arrival.is_first,
        Lead.corp_id == Arrival.corp_id,
        Lead.external_userid == Arrival.external_userid,
    )
    is_its_welcome = and_(Welcome.event_id == Arrival.event_id, said(Welcome))
    return rows.outerjoin(Welcome, is_its_welcome).outerjoin(Lead, is_its_lead)
