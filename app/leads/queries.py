"""What pages and portraits ask about leads and scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, exists, func, select
from sqlalchemy.orm import Session

from app.contacts.models import Follow
from app.leads.models import FollowUp, Lead

NO_SOURCE = "~"  # in an address: leads that came through no live code
ORDERS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "score": (Lead.score.desc(), Lead.id.desc()),
    "newest": (Lead.qualified_at.desc(), Lead.id.desc()),
    "moved": (Lead.changed_at.desc(), Lead.id.desc()),
}


@dataclass(frozen=True)
class Filters:
    """What a list of leads is narrowed to; an empty field narrows nothing."""

    q: str = ""
    stage: str = ""
    owner: str = ""
    source: str = ""
    order: str = "score"

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return any((self.q, self.stage, self.owner, self.source))


def leads_like(corp_id: str, filters: Filters) -> Select[Lead]:
    """The leads that pass the filters, in their order."""
    found = select(Lead).where(Lead.corp_id == corp_id)
    if filters.q:
        found = found.where(
            Lead.name.icontains(filters.q, autoescape=True) | _is_remarked(filters.q)
        )
    if filters.stage:
        found = found.where(Lead.stage == filters.stage)
    if filters.owner:
        found = found.where(Lead.owner == filters.owner)
    if filters.source:
        source = "" if filters.source == NO_SOURCE else filters.source
        found = found.where(Lead.source == source)
    return found.order_by(*ORDERS.get(filters.order, ORDERS["score"]))


def sources(session: Session, corp_id: str) -> list[str]:
    """The sources that leads of this corp have, "" among them where one came by itself."""
    found = select(Lead.source).where(Lead.corp_id == corp_id).distinct().order_by(Lead.source)
    return list(session.scalars(found))


@dataclass(frozen=True)
class Column:
    """One column of the board: the best leads of a stage, and how many there are in all."""

    stage: str
    total: int
    leads: list[Lead]


def board(
    session: Session, corp_id: str, stages: Iterable[str], owner: str, *, most: int = 20
) -> list[Column]:
    """The leads by stage, the highest scores first."""
    place = func.row_number().over(
        partition_by=Lead.stage, order_by=(Lead.score.desc(), Lead.id.desc())
    )
    ranked = select(Lead.id, place.label("place"), _per_stage()).where(Lead.corp_id == corp_id)
    if owner:
        ranked = ranked.where(Lead.owner == owner)
    best = ranked.subquery()
    rows = session.execute(
        select(Lead, best.c.total)
        .join(best, best.c.id == Lead.id)
        .where(best.c.place <= most)
        .order_by(best.c.place)
    ).all()
    columns = {stage: Column(stage, 0, []) for stage in stages}
    for lead, total in rows:
        found = columns[lead.stage].leads
        columns[lead.stage] = Column(lead.stage, total, [*found, lead])
    return list(columns.values())


def follow_ups_of(
    session: Session, corp_id: str, lead_id: int, *, most: int = 50
) -> list[FollowUp]:
    """What was done about a lead, the newest first."""
    found = select(FollowUp).where(FollowUp.corp_id == corp_id, FollowUp.lead_id == lead_id)
    return list(session.scalars(found.order_by(FollowUp.at.desc(), FollowUp.id.desc()).limit(most)))


def _per_stage() -> Label[int]:
    return func.count().over(partition_by=Lead.stage).label("total")


def _is_remarked(words: str) -> ColumnElement[bool]:
    return exists().where(
        Follow.corp_id == Lead.corp_id,
        Follow.external_userid == Lead.external_userid,
        Follow.remark.icontains(words, autoescape=True),
    )
