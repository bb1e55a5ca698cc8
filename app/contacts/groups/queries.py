"""What pages and doors ask about customer groups."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contacts.groups.models import GroupChat, GroupMember


def living_groups(session: Session, corp_id: str) -> Sequence[GroupChat]:
    """Groups that stand, the oldest first."""
    return session.scalars(
        select(GroupChat)
        .where(GroupChat.corp_id == corp_id, GroupChat.dismissed_at.is_(None))
        .order_by(GroupChat.founded_at.nulls_last(), GroupChat.id)
    ).all()


def groups_by_id(session: Session, corp_id: str, chat_ids: Sequence[str]) -> dict[str, GroupChat]:
    """chat_id → group, dismissed ones too."""
    found = session.scalars(
        select(GroupChat).where(GroupChat.corp_id == corp_id, GroupChat.chat_id.in_(chat_ids))
    )
    return {group.chat_id: group for group in found}


def join_counts(session: Session, corp_id: str) -> dict[str, int]:
    """state → how many came into groups through it, those who have left too."""
    rows = session.execute(
        select(GroupMember.state, func.count())
        .where(GroupMember.corp_id == corp_id, GroupMember.state != "")
        .group_by(GroupMember.state)
    )
    return dict(rows.all())
