"""The welcomes as rows: found by channel, and one more version for every real change."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.outreach.models import Welcome


def welcome_for_state(session: Session, corp_id: str, state: str | None) -> Welcome | None:
    """The welcome that belongs to `state` itself (None: the default one), active or not."""
    mine = Welcome.state.is_(None) if state is None else Welcome.state == state
    return session.scalars(select(Welcome).where(Welcome.corp_id == corp_id, mine)).one_or_none()


def candidates(session: Session, corp_id: str, states: Iterable[str]) -> Sequence[Welcome]:
    """What customers who come through `states` may get: the channels' welcomes and the default."""
    return session.scalars(
        select(Welcome).where(
            Welcome.corp_id == corp_id, or_(Welcome.state.in_(states), Welcome.state.is_(None))
        )
    ).all()


def states_with_welcome(session: Session, corp_id: str) -> set[str]:
    """The states that have an active welcome of their own."""
    states = select(Welcome.state).where(
        Welcome.corp_id == corp_id, Welcome.is_active, Welcome.state.is_not(None)
    )
    return {state for state in session.scalars(states) if state}


def set_welcome(
    session: Session,
    corp_id: str,
    state: str | None,
    *,
    name: str,
    text: str,
    attachments: list[dict[str, Any]],
) -> None:
    """Let `state` be welcomed so; without words and attachments its welcome is switched off."""
    is_active = bool(text or attachments)
    welcome = welcome_for_state(session, corp_id, state)
    if welcome is None:
        if is_active:
            session.add(
                Welcome(corp_id=corp_id, state=state, name=name, text=text, attachments=attachments)
            )
        return
    before = (welcome.text, welcome.attachments, welcome.is_active)
    if before != (text, attachments, is_active):
        welcome.version += 1
    welcome.name, welcome.is_active = name, is_active
    welcome.text, welcome.attachments = text, attachments
