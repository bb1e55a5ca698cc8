"""A group grows, opens or closes: every code that may fill it is looked at again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.group_codes.filling import is_next_room
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.group_codes.publishing import publish
from app.acquisition.group_codes.wanted import steer
from app.contacts.groups.queries import groups_by_id
from app.contacts.groups.reactions import await_members
from app.db import transaction
from app.events.groups import GroupChatChanged, GroupChatCreated, GroupChatDismissed


def steer_group_codes(event: GroupChatCreated | GroupChatChanged | GroupChatDismissed) -> None:
    """Let codes lead into groups with room, and tell WeCom of those that changed.

    The mirror may show the members of a moment ago: then we look again when it has caught up.
    """
    with transaction() as session:
        if isinstance(event, GroupChatCreated):
            adopt(session, event)
        codes = session.scalars(
            select(GroupCode)
            .where(GroupCode.corp_id == event.corp_id, GroupCode.stopped_at.is_(None))
            .where(GroupCode.pool.contains([event.chat_id]))
            .order_by(GroupCode.id)
            .with_for_update(of=GroupCode)
        ).all()
        changed = [code.id for code in codes if steer(session, code)]
        group = groups_by_id(session, event.corp_id, [event.chat_id]).get(event.chat_id)
    for code_id in changed:
        publish(code_id)  # what WeCom refuses stays on the row, and is tried again by the clock
    if codes and group is not None and group.mirrored_at is not None:
        await_members(event, group.member_version, group.mirrored_at)


def adopt(session: Session, event: GroupChatCreated) -> None:
    """A group that WeCom opened for a code, by its name, is one of the code's groups."""
    group = groups_by_id(session, event.corp_id, [event.chat_id]).get(event.chat_id)
    if group is None:
        return
    codes = session.scalars(
        select(GroupCode)
        .where(GroupCode.corp_id == event.corp_id, GroupCode.stopped_at.is_(None))
        .where(GroupCode.auto_create)
        .with_for_update(of=GroupCode)
    )
    for code in codes:
        if is_next_room(group.name, code.room_base_name) and group.chat_id not in code.pool:
            code.pool = [*code.pool, group.chat_id]
