"""What a customer did at our doors: groups joined by a code, and forms left on landing pages."""

from collections.abc import Callable
from functools import partial

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.acquisition.landing.models import Submission
from app.contacts.groups.models import GroupChat, GroupMember
from app.insight.timeline import Entry, Names, channel_of

MOST = 100


def tales(session: Session, corp_id: str, external_userid: str) -> list[Callable[[Names], Entry]]:
    """What the timeline tells of, once it knows what everything is called."""
    came = joins(session, corp_id, external_userid)
    left = submissions(session, corp_id, external_userid)
    return [
        *(partial(of_join, member, group) for member, group in came),
        *(partial(of_submission, one) for one in left),
    ]


def joins(session: Session, corp_id: str, external_userid: str) -> list[tuple[GroupMember, str]]:
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


def of_join(member: GroupMember, group: str, names: Names) -> Entry:
    """The customer came into a group, perhaps by a group code."""
    return Entry(
        at=member.joined_at,
        rank=1,
        title=_("加入客户群：%(name)s", name=group or _("未命名")),
        text=names.about(member.external_userid, channel_of(member.state, names)),
        icon="users",
        tone="good",
    )


def of_submission(one: Submission, names: Names) -> Entry:
    """The customer left something on a landing page, before or after they were known."""
    source = _("来源：%(source)s", source=one.source) if one.source else ""
    return Entry(
        at=one.created_at,
        rank=0,
        title=_("填写落地页：%(name)s", name=one.page.name),
        text=names.about(one.external_userid, source),
        icon="file-text",
        tone="accent",
        why=[(_("六位字符"), one.code), (_("想了解什么"), one.note)],
    )
