"""A live code's SOPs: which customers who come through its state are enrolled in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sop.models import Sop


def published_sops(session: Session, corp_id: str) -> Sequence[Sop]:
    """The SOPs that are switched on and have steps."""
    wanted = select(Sop).where(Sop.corp_id == corp_id, Sop.is_active, Sop.version > 0)
    return session.scalars(wanted.order_by(Sop.id)).all()


def sops_by_choice(session: Session, corp_id: str) -> list[Sop]:
    """Those of them that only the chosen channels lead to; the others take everybody."""
    return [sop for sop in published_sops(session, corp_id) if sop.states]


def sops_of_state(session: Session, corp_id: str, state: str) -> list[int]:
    """The ids of those that `state` leads to by choice."""
    return [sop.id for sop in sops_by_choice(session, corp_id) if state in sop.states]


def set_sops_for_state(session: Session, corp_id: str, state: str, sop_ids: Sequence[int]) -> None:
    """Let `state` lead to exactly these of the SOPs by choice."""
    for sop in sops_by_choice(session, corp_id):
        others = [one for one in sop.states if one != state]
        if sop.id in sop_ids:
            sop.states = [*others, state]
        elif others:  # a SOP without a channel would take everybody
            sop.states = others


def kept_alone_by(
    session: Session, corp_id: str, states: Sequence[str], sop_ids: Sequence[int]
) -> list[str]:
    """Names of SOPs that `states` may not leave together: they are their only channels."""
    mine, own = sops_by_choice(session, corp_id), set(states)
    return [sop.name for sop in mine if set(sop.states) <= own and sop.id not in sop_ids]
