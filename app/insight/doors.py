"""What a customer did at our doors: groups joined by a code, and forms left on landing pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.landing.models import Submission
from app.contacts.groups.models import GroupChat, GroupMember

MOST = 100

Joined = tuple[GroupMember, str]


def joins(session: Session, corp_id: str, external_userid: str) -> list[Joined]:
    """The groups that the customer came into, with their names."""
    same_chat = (GroupChat.corp_id == GroupMember.corp_id) & (
        GroupChat.chat_id == GroupMember.chat_id
    )
    rows = session.execute(
        select(GroupMember, GroupChat.name)
        .join(GroupChat, same_chat)
        .where(GroupMember.corp_id == corp_id, GroupMember.external_userid == external_userid)
        .order_by(GroupMember.id.desc())
        .limit(MOST)
    )
    return [(member, name) for member, name in rows]


def submissions(session: Session, corp_id: str, external_userid: str) -> list[Submission]:
    """What the customer left on landing pages."""
    mine = (Submission.corp_id == corp_id, Submission.external_userid == external_userid)
    return list(
        session.scalars(
            select(Submission)
            .where(*mine)
            .options(joinedload(Submission.page))
            .order_by(Submission.id.desc())
            .limit(MOST)
        )
    )
