"""The score of a customer brought in line with what is known now, one writer at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from app.clock import now
from app.leads.facts import facts_of
from app.leads.models import Qualification, Score
from app.leads.qualification import Facts, all_ended_at, caretaker, judge
from app.leads.rule_json import as_kept, as_rule


def in_force(session: Session, corp_id: str) -> Qualification | None:
    """The rules by which the corp judges now; None for a corp that has none yet."""
    return session.scalars(
        select(Qualification)
        .where(Qualification.corp_id == corp_id)
        .order_by(Qualification.version.desc())
        .limit(1)
    ).one_or_none()


def locked_score(session: Session, corp_id: str, external_userid: str) -> Score:
    """The customer's score, ours alone until the transaction ends; version 0 when it is new."""
    mine = (
        select(Score)
        .where(Score.corp_id == corp_id, Score.external_userid == external_userid)
        .with_for_update()
    )
    known = session.scalars(mine).one_or_none()
    if known is None:
        session.execute(_first(corp_id, external_userid))
    return known or session.scalars(mine).one()


def rejudge(session: Session, score: Score, qualification: Qualification) -> None:
    """Bring a locked score in line with the facts; its version moves only when something did."""
    # The facts are read after the lock, so whoever comes last has seen what the others saw.
    facts = facts_of(session, score.corp_id, score.external_userid)
    if not score.userid and facts.ties:
        score.state = facts.ties[0].state  # first touch: never asked again
    found = _found(facts, qualification, score, now())
    if score.version == 0 or any(getattr(score, name) != value for name, value in found.items()):
        for name, value in found.items():
            setattr(score, name, value)
        score.version += 1
        score.sync_due_at, score.sync_attempts, score.parked_at = now(), 0, None


def _first(corp_id: str, external_userid: str) -> Insert:
    """An empty score, unless somebody else has just made one."""
    empty = {
        "corp_id": corp_id,
        "external_userid": external_userid,
        "userid": "",
        "state": "",
        "total": 0,
        "threshold": 0,
        "contributions": [],
        "version": 0,
        "mirrored_version": 0,
        "created_at": now(),
    }
    return insert(Score).values(empty).on_conflict_do_nothing()


def _found(
    facts: Facts, qualification: Qualification, score: Score, moment: datetime
) -> dict[str, Any]:
    rules = map(as_rule, qualification.rules)
    judgement = judge(facts, rules, qualification.threshold)
    return {
        "userid": caretaker(facts.ties, score.userid),
        "total": judgement.total,
        "threshold": qualification.threshold,
        "contributions": [as_kept(each) for each in judgement.contributions],
        "qualified_at": score.qualified_at or (moment if judgement.is_qualified else None),
        "follow_ended_at": all_ended_at(facts.ties),
    }
