"""Publishing a draft: changed steps make the next version, and who is under way stays on theirs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.sop.drafts import Draft, columns
from app.sop.models import Sop, SopVersion, Step
from app.sop.queries import published_steps


def publish(session: Session, corp_id: str, sop_id: int | None, draft: Draft) -> Sop:
    """Publish a draft without mistakes. A new SOP begins switched on."""
    sop = _locked(session, corp_id, sop_id) if sop_id else _new(session, corp_id)
    sop.name, sop.states = draft.name, draft.states
    sop.ends_on_reply = draft.ends_on_reply
    steps = [columns(step, place) for place, step in enumerate(draft.steps)]
    if steps != [_as_columns(step) for step in published_steps(session, sop)]:
        sop.version += 1
        version = SopVersion(corp_id=corp_id, sop_id=sop.id, number=sop.version, published_at=now())
        version.steps = [Step(corp_id=corp_id, **step) for step in steps]
        session.add(version)
    return sop


def _new(session: Session, corp_id: str) -> Sop:
    sop = Sop(corp_id=corp_id, name="", version=0, is_active=True)
    session.add(sop)
    session.flush()
    return sop


def _locked(session: Session, corp_id: str, sop_id: int) -> Sop:
    found = select(Sop).where(Sop.corp_id == corp_id, Sop.id == sop_id)
    return session.scalars(found.with_for_update()).one()


def _as_columns(step: Step) -> dict[str, object]:
    names = ("position", "kind", "day", "at", "after_minutes", "title", "text", "attachments")
    return {name: getattr(step, name) for name in names}
