"""Qualified customers mirrored into the CRM tables: one upsert, which can run any number of times."""

from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from app.acquisition.models import Channel
from app.clock import now
from app.contacts.queries import customer_names
from app.db import transaction
from app.leads.models import Lead, Score
from app.leads.scoring import in_force, rejudge

# What the sync keeps up to date. The source is locked at first touch, and the stage is people's.
_FOLLOWED = ("name", "score", "contributions", "qualified_at", "follow_ended_at")


def mirror_lead(score_id: int) -> None:
    """Bring the lead in line with its customer's score, judged by the rules in force."""
    with transaction() as session:
        score = session.scalars(
            select(Score).where(Score.id == score_id).with_for_update()
        ).one_or_none()
        if score is None:
            return
        qualification = in_force(session, score.corp_id)
        if qualification is not None:
            rejudge(session, score, qualification)
        if score.qualified_at is not None:
            session.execute(_upsert(_mirrored(session, score)))
        score.mirrored_version = score.version
        score.sync_attempts, score.sync_error, score.parked_at = 0, None, None


def _mirrored(session: Session, score: Score) -> dict[str, Any]:
    names = customer_names(session, score.corp_id, [score.external_userid])
    return {
        "corp_id": score.corp_id,
        "external_userid": score.external_userid,
        "owner": score.userid,
        "is_owner_chosen": False,
        "name": names.get(score.external_userid) or score.external_userid,
        "source": _source(session, score.corp_id, score.state),
        "source_state": score.state,
        "stage": "new",
        "score": score.total,
        "contributions": score.contributions,
        "qualified_at": score.qualified_at,
        "follow_ended_at": score.follow_ended_at,
        "changed": 1,
        "changed_at": now(),
        "created_at": now(),
    }


def _source(session: Session, corp_id: str, state: str) -> str:
    channel = session.scalars(
        select(Channel).where(Channel.corp_id == corp_id, Channel.state == state)
    ).one_or_none()
    return (channel.source or channel.name) if channel else ""


def _upsert(values: dict[str, Any]) -> Insert:
    """One statement for new and known leads; a known lead with nothing new is not written."""
    statement = insert(Lead).values(values)
    new = statement.excluded
    owner_moved: ColumnElement[bool] = (~Lead.is_owner_chosen) & (Lead.owner != new.owner)
    return statement.on_conflict_do_update(
        index_elements=["corp_id", "external_userid"],
        set_={
            **{name: new[name] for name in _FOLLOWED},
            "owner": case((Lead.is_owner_chosen, Lead.owner), else_=new.owner),
            "changed": Lead.changed + 1,
            "changed_at": new.changed_at,
        },
        where=or_(
            owner_moved,
            *(getattr(Lead, name).is_distinct_from(new[name]) for name in _FOLLOWED),
        ),
    )
