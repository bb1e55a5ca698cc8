"""Group codes as rows: what we want, before WeCom hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.acquisition.group_codes.filling import open_chats
from app.acquisition.group_codes.models import GroupCode
from app.acquisition.models import Channel
from app.clock import now
from app.contacts.groups.queries import groups_by_id


@dataclass(frozen=True, kw_only=True)
class WantedGroupCode:
    """Everything that a person decides about a group code."""

    name: str
    pool: list[str]
    switch_at: int
    auto_create: bool
    room_base_name: str = ""
    room_base_id: int = 1
    source: str = ""


def add_group_code(
    session: Session, corp_id: str, state: str, wanted: WantedGroupCode, *, made_by: str
) -> GroupCode:
    """Keep a new group code; `publish` then brings it to WeCom. A form sent twice is one code."""
    values = {"corp_id": corp_id, "state": state, "name": wanted.name}
    mine = insert(Channel).values(values).on_conflict_do_nothing().returning(Channel.id)
    channel_id = session.scalar(mine)
    if channel_id is None:
        same = (Channel.corp_id == corp_id, Channel.state == state)
        return session.scalars(select(GroupCode).join(GroupCode.channel).where(*same)).one()
    code = GroupCode(
        corp_id=corp_id,
        channel_id=channel_id,
        pool=[],
        chat_ids=[],
        switch_at=wanted.switch_at,
        made_by=made_by,
        version=0,
    )
    session.add(code)
    session.flush()
    change_group_code(session, code, wanted)
    return code


def change_group_code(session: Session, code: GroupCode, wanted: WantedGroupCode) -> None:
    """Let a group code be as `wanted`; its state, and so its history, stays."""
    before = told(code)
    code.channel.name, code.channel.source = wanted.name, wanted.source
    code.pool, code.switch_at = wanted.pool, wanted.switch_at
    code.auto_create = wanted.auto_create
    code.room_base_name, code.room_base_id = wanted.room_base_name, wanted.room_base_id
    code.chat_ids = steered(session, code)
    if code.version == 0 or told(code) != before:
        code.version += 1


def steer(session: Session, code: GroupCode) -> bool:
    """Fill those groups that have room now; True when WeCom must hear of a change."""
    chosen = steered(session, code)
    if chosen == code.chat_ids:
        return False
    code.chat_ids = chosen
    code.version += 1
    return True


def steered(session: Session, code: GroupCode) -> list[str]:
    """The groups to fill now; where none stands any more the old ones, for WeCom takes no none."""
    sizes = sizes_of(session, code)
    return open_chats(code.pool, sizes, code.chat_ids, code.switch_at) or code.chat_ids


def sizes_of(session: Session, code: GroupCode) -> Mapping[str, int]:
    """chat_id → people, of the pool's groups that stand."""
    groups = groups_by_id(session, code.corp_id, code.pool)
    return {chat_id: group.size for chat_id, group in groups.items() if not group.dismissed_at}


def told(code: GroupCode) -> tuple[object, ...]:
    """What WeCom hears of a code."""
    name, rooms = code.channel.name, (code.room_base_name, code.room_base_id)
    return (name, list(code.chat_ids), code.auto_create, *rooms)


def stop_group_code(code: GroupCode) -> None:
    """Take a group code away; who came through it stays."""
    if code.stopped_at is None:
        code.stopped_at = now()
        code.version += 1
