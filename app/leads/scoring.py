"""Scores of customers brought in line with what is known now, one writer at a time."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Text, any_, cast, select
from sqlalchemy.orm import Session

from app.clock import now
from app.leads.facts import gather
from app.leads.models import Qualification, Score
from app.leads.qualification import Facts, Judgement, all_ended_at, caretaker, judge
from app.leads.rule_json import as_kept, as_rule
from app.many import insert_told


def in_force(session: Session, corp_id: str) -> Qualification | None:
    """The rules by which the corp judges now; None for a corp that has none yet."""
    return session.scalars(
        select(Qualification)
        .where(Qualification.corp_id == corp_id)
        .order_by(Qualification.version.desc())
        .limit(1)
    ).one_or_none()


def locked_scores(
    session: Session, corp_id: str, external_userids: Collection[str]
) -> Sequence[Score]:
    """The customers' scores, ours alone until the transaction ends; version 0 where one is new.
    They are locked in the order of their customers, so that nobody waits in a ring."""
    wanted = sorted(set(external_userids))
    insert_told(session, Score, [_first(corp_id, each) for each in wanted])
    mine = Score.external_userid == any_(cast(wanted, ARRAY(Text)))
    return session.scalars(
        select(Score)
        .where(Score.corp_id == corp_id, mine)
        .order_by(Score.external_userid)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def rejudge(session: Session, score: Score, qualification: Qualification) -> None:
    """Bring a locked score in line with the facts."""
    rejudge_all(session, [score], qualification)


def rejudge_all(session: Session, scores: Sequence[Score], qualification: Qualification) -> None:
    """Bring locked scores in line with the facts; a version moves only when something did."""
    # The facts are read after the lock, so whoever comes last has seen what the others saw.
    facts = gather(session, qualification.corp_id, [score.external_userid for score in scores])
    rules = [as_rule(kept) for kept in qualification.rules]
    for score in scores:
        known = facts[score.external_userid]
        if not score.userid and known.ties:
            score.state = known.ties[0].state  # first touch: never asked again
        judgement = judge(known, rules, qualification.threshold)
        found = _found(known, judgement, qualification.threshold, score)
        if score.version == 0 or any(
            getattr(score, name) != value for name, value in found.items()
        ):
            for name, value in found.items():
                setattr(score, name, value)
            score.version += 1
            score.sync_due_at, score.sync_attempts, score.parked_at = now(), 0, None


def _first(corp_id: str, external_userid: str) -> dict[str, Any]:
    """An empty score."""
    return {
        "corp_id": corp_id,
        "external_userid": external_userid,
        "userid": "",
        "state": "",
        "total": 0,
        "threshold": 0,
        "contributions": [],
        "version": 0,
        "mirrored_version": 0,
    }


def _found(facts: Facts, judgement: Judgement, threshold: int, score: Score) -> dict[str, Any]:
    return {
        "userid": caretaker(facts.ties, score.userid),
        "total": judgement.total,
        "threshold": threshold,
        "contributions": [as_kept(each) for each in judgement.contributions],
        "qualified_at": score.qualified_at or (now() if judgement.is_qualified else None),
        "follow_ended_at": all_ended_at(facts.ties),
    }
