"""What rules would do before they are in force: who of the known customers would qualify."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.contacts.models import Follow
from app.leads.facts import gather
from app.leads.qualification import Rule, judge

MOST = 2000  # customers judged for one look; the newest are taken when there are more
STEPS = (-20, -10, 0, 10, 20)


@dataclass(frozen=True)
class Preview:
    """How many of `judged` customers reach the threshold, and other thresholds near it."""

    judged: int
    qualified: int
    qualified_now: int
    near: tuple[tuple[int, int], ...]  # (threshold, how many reach it)
    is_whole: bool  # False: there are more customers than were judged


def preview(
    session: Session,
    corp_id: str,
    rules: Sequence[Rule],
    threshold: int,
    present: tuple[Sequence[Rule], int],
) -> Preview:
    """Judge the known customers by these rules and by the `present` ones; writes nothing."""
    newest = session.scalars(_newest(corp_id)).all()
    known = gather(session, corp_id, newest[:MOST]).values()
    totals = [judge(facts, rules, threshold).total for facts in known]
    thresholds = [threshold + step for step in STEPS if threshold + step > 0]
    return Preview(
        judged=len(totals),
        qualified=_reach(totals, threshold),
        qualified_now=sum(judge(facts, *present).is_qualified for facts in known),
        near=tuple((each, _reach(totals, each)) for each in thresholds),
        is_whole=len(newest) <= MOST,
    )


def _newest(corp_id: str) -> Select[str]:
    return (
        select(Follow.external_userid)
        .where(Follow.corp_id == corp_id, Follow.is_confirmed)
        .group_by(Follow.external_userid)
        .order_by(func.max(Follow.followed_at).desc(), Follow.external_userid)
        .limit(MOST + 1)
    )


def _reach(totals: Sequence[int], threshold: int) -> int:
    return sum(total >= threshold for total in totals)
