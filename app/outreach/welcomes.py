"""The welcomes as rows: found by channel, and one more version for every real change."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.outreach.models import Welcome


def welcome_for_state(session: Session, corp_id: str, state: str | None) -> Welcome | None:
    """The welcome that belongs to `state` itself (None: the default one), active or not."""
    return welcome_for(session, corp_id, state, None)


def welcome_for_staff(session: Session, corp_id: str, userid: str) -> Welcome | None:
    """The welcome of a member for whoever comes through no code with one of its own."""
    return welcome_for(session, corp_id, None, userid)


def welcome_for(
    session: Session, corp_id: str, state: str | None, userid: str | None
) -> Welcome | None:
    """The one welcome of a code or a member; of neither it is the default one."""
    mine = (
        Welcome.state.is_not_distinct_from(state),
        Welcome.userid.is_not_distinct_from(userid),
    )
    return session.scalars(select(Welcome).where(Welcome.corp_id == corp_id, *mine)).one_or_none()


def candidates(
    session: Session, corp_id: str, states: Iterable[str], userids: Iterable[str]
) -> Sequence[Welcome]:
    """What customers may get: the welcomes of these codes and members, and the default."""
    return session.scalars(
        select(Welcome).where(
            Welcome.corp_id == corp_id,
            or_(Welcome.state.in_(states), Welcome.state.is_(None)),
            or_(Welcome.userid.in_(userids), Welcome.userid.is_(None)),
        )
    ).all()


def active_welcomes(session: Session, corp_id: str) -> Sequence[Welcome]:
    """All that are on, by name."""
    mine = select(Welcome).where(Welcome.corp_id == corp_id, Welcome.is_active)
    return session.scalars(mine.order_by(Welcome.name, Welcome.id)).all()


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
    windows: list[dict[str, Any]] | None = None,
    userid: str | None = None,
) -> None:
    """Let `state` (or `userid`) be welcomed so; with nothing to say its welcome is switched off.

    `windows` None leaves those that stand.
    """
    welcome = welcome_for(session, corp_id, state, userid)
    kept = (welcome.windows if welcome else []) if windows is None else windows
    is_active = bool(text or attachments or kept)
    if welcome is None and not is_active:
        return
    if welcome is None:
        welcome = Welcome(corp_id=corp_id, state=state, userid=userid, version=0)
        session.add(welcome)
    after = (text, attachments, kept, is_active)
    if (welcome.text, welcome.attachments, welcome.windows, welcome.is_active) != after:
        welcome.version += 1
    welcome.name = name
    welcome.text, welcome.attachments, welcome.windows, welcome.is_active = after
