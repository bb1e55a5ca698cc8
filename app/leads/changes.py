"""What people change about leads: each change is a note that stays."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.leads.models import FollowUp, Lead, Qualification, Score
from app.leads.qualification import Rule
from app.leads.rule_json import as_json
from app.leads.unsynced import AFRESH

SENT_TWICE = timedelta(minutes=1)


def locked_lead(session: Session, corp_id: str, lead_id: int) -> Lead | None:
    """A lead, ours alone until the transaction ends."""
    return session.scalars(
        select(Lead).where(Lead.corp_id == corp_id, Lead.id == lead_id).with_for_update()
    ).one_or_none()


def move(session: Session, lead: Lead, stage: str, userid: str) -> None:
    """Put the lead on another stage; where it stands already, nothing happens."""
    if lead.stage != stage:
        note(session, lead, "stage", f"{lead.stage}>{stage}", userid)
        lead.stage = stage
        _count_change(lead)


def choose_owner(session: Session, lead: Lead, owner: str, userid: str) -> None:
    """Give the lead to a member; the sync keeps what a person chose."""
    if lead.owner != owner:
        note(session, lead, "owner", f"{lead.owner}>{owner}", userid)
        lead.owner = owner
        lead.is_owner_chosen = True
        _count_change(lead)


def note(session: Session, lead: Lead, kind: str, text: str, userid: str) -> None:
    """Keep what was done about the lead."""
    session.add(
        FollowUp(
            corp_id=lead.corp_id, lead_id=lead.id, userid=userid, kind=kind, text=text, at=now()
        )
    )


def note_once(session: Session, lead: Lead, kind: str, text: str, userid: str) -> None:
    """Keep a note that a person typed; a form that is sent twice is one note."""
    same = select(FollowUp.id).where(
        FollowUp.corp_id == lead.corp_id,
        FollowUp.lead_id == lead.id,
        FollowUp.userid == userid,
        FollowUp.kind == kind,
        FollowUp.text == text,
        FollowUp.at >= now() - SENT_TWICE,
    )
    if session.scalar(same.limit(1)) is None:
        note(session, lead, kind, text, userid)


def put_in_force(
    session: Session, corp_id: str, rules: list[Rule], threshold: int, *, after: int
) -> int | None:
    """Make the version that follows version `after`, and have every customer judged by it.

    Returns the new version, or None when somebody else has made it meanwhile.
    """
    values = {
        "corp_id": corp_id,
        "version": after + 1,
        "threshold": threshold,
        "rules": [as_json(rule) for rule in rules],
        "created_at": now(),
    }
    statement = insert(Qualification).values(values).on_conflict_do_nothing()
    version = session.scalar(statement.returning(Qualification.version))
    if version is not None:
        # A score that is newer than its mirror is rung for by the sweep, and judged on the way.
        session.execute(
            update(Score)
            .where(Score.corp_id == corp_id)
            .values(version=Score.version + 1, **AFRESH, sync_due_at=now())
        )
    return version


def _count_change(lead: Lead) -> None:
    lead.changed += 1
    lead.changed_at = now()
