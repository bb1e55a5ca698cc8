"""Keeping what was handed in: first as a draft that can be looked at, then as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.acquisition.phones.columns import guess, has_head
from app.acquisition.phones.giving import give
from app.acquisition.phones.judging import Judged, judge
from app.acquisition.phones.known import known
from app.acquisition.phones.models import PhoneDraft, PhoneItem, PhoneList
from app.clock import now
from app.corps.models import Corp
from app.db import transaction
from app.many import insert_all

DRAFT_LIVES = timedelta(days=3)  # numbers of people are not left lying about


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What shall happen with the numbers of a list."""

    name: str
    source: str
    script: str
    remark_template: str
    tag_ids: list[str]
    weights: dict[str, int]
    reclaim_days: int
    reclaim_to: str
    reminders: int


def add_draft(
    session: Session, corp_id: str, rows: Sequence[Sequence[str]], *, file_name: str, made_by: str
) -> PhoneDraft:
    """Keep a table until somebody has looked at it."""
    draft = PhoneDraft(
        corp_id=corp_id,
        made_by=made_by,
        file_name=file_name,
        rows=[list(row) for row in rows],
        has_head=has_head(rows),
        columns=guess(rows),
    )
    session.add(draft)
    session.flush()
    return draft


def judge_draft(session: Session, draft: PhoneDraft) -> list[Judged]:
    """The verdict for each of a draft's rows, as things are now."""
    there = known(session, draft.corp_id)
    return judge(draft.rows, draft.columns, there, has_head=draft.has_head)


def keep(session: Session, draft: PhoneDraft, plan: Plan, *, made_by: str) -> PhoneList:
    """Make a list of a draft and give its good numbers to its members."""
    lock_lists(session, draft.corp_id)  # two lists with the same number: one of them is earlier
    judged = judge_draft(session, draft)
    made = PhoneList(corp_id=draft.corp_id, made_by=made_by, **asdict(plan))
    session.add(made)
    session.flush()
    items = insert_all(session, PhoneItem, [_row(made, one) for one in judged])
    good = sorted((item for item in items if item.state == "open"), key=lambda item: item.place)
    give(session, made, good, plan.weights)
    session.delete(draft)
    return made


def lock_lists(session: Session, corp_id: str) -> None:
    """Be the only one who adds or moves numbers of this corp until the transaction ends."""
    key = func.hashtextextended(f"phones:{corp_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def _row(made: PhoneList, one: Judged) -> Mapping[str, Any]:
    state = "open" if one.verdict == "good" else "left"
    same = {"corp_id": made.corp_id, "list_id": made.id, "created_at": now(), "reason": ""}
    return {**same, **asdict(one), "state": state}


def forget_drafts(corp_row_id: int) -> None:
    """Forget what was handed in and never kept."""
    with transaction() as session:
        corp_id = session.scalars(select(Corp.corp_id).where(Corp.id == corp_row_id)).one()
        session.execute(
            delete(PhoneDraft).where(
                PhoneDraft.corp_id == corp_id, PhoneDraft.created_at < now() - DRAFT_LIVES
            )
        )
