"""Mirroring groups: one after its callback, all of them once a night and on request."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.clock import now
from app.contacts.groups.models import GroupChat, GroupMember
from app.corps.models import Corp
from app.corps.wecom import wecom
from app.db import reading, transaction
from bots.errors import Forbidden, WeComError
from bots.questions import GetGroupChat, ListGroupChats
from bots.wecom import WeCom

CUSTOMER = 2
GONE = (49008, 90501)  # dismissed, and no such group


def mirror_group(corp_id: str, chat_id: str) -> str:
    """Bring one group in line with WeCom; the member_version that WeCom showed, "" when gone.

    Of two answers that travel at the same time the one that was asked for later stays.
    """
    asked_at = now()
    told = ask(wecom(corp_id), chat_id)
    with transaction() as session:
        group = locked(session, corp_id, chat_id)
        if group.mirrored_at is not None and group.mirrored_at > asked_at:
            return group.member_version
        group.mirrored_at = asked_at
        if told is None:
            group.dismissed_at = group.dismissed_at or asked_at
            return ""
        take(group, told)
        take_members(session, group, told)
        return group.member_version


def mirror_groups(corp_id: str) -> int:
    """Bring all groups in line with WeCom; returns how many there are. Raises WeComError."""
    seen = list(chat_ids(wecom(corp_id)))
    for chat_id in seen:
        mirror_group(corp_id, chat_id)
    for chat_id in unseen(corp_id, frozenset(seen)):
        try:
            mirror_group(corp_id, chat_id)  # out of sight is not gone: WeCom is asked by name
        except Forbidden:
            continue  # its owner has left the app's visible range: it stays as it was seen last
    return len(seen)


def mirror_groups_nightly(corp_row_id: int) -> int:
    """A corp whose app may not see groups is left alone: the page shows why."""
    with reading() as session:
        corp_id = session.get_one(Corp, corp_row_id).corp_id
    return mirror_groups(corp_id)


def ask(client: WeCom, chat_id: str) -> dict[str, Any] | None:
    """The group as WeCom tells of it; None when it is no more."""
    try:
        told: dict[str, Any] = client.ask(GetGroupChat(chat_id, need_name=1))["group_chat"]
    except WeComError as error:
        if error.errcode in GONE:
            return None
        raise
    return told


def chat_ids(client: WeCom) -> Iterator[str]:
    """All groups that the app may see."""
    cursor: str | None = None
    while cursor != "":
        answer = client.ask(ListGroupChats(limit=1000, cursor=cursor))
        yield from (one["chat_id"] for one in answer.get("group_chat_list", []))
        cursor = answer.get("next_cursor") or ""


def unseen(corp_id: str, seen: frozenset[str]) -> list[str]:
    """Groups that stand here and that the list did not show."""
    alive = (GroupChat.corp_id == corp_id, GroupChat.dismissed_at.is_(None))
    with reading() as session:
        return [
            one
            for one in session.scalars(select(GroupChat.chat_id).where(*alive))
            if one not in seen
        ]


def locked(session: Session, corp_id: str, chat_id: str) -> GroupChat:
    """The row of a group, made when it is new; nobody else writes it meanwhile."""
    new = insert(GroupChat).values(corp_id=corp_id, chat_id=chat_id).on_conflict_do_nothing()
    session.execute(new)
    same = (GroupChat.corp_id == corp_id, GroupChat.chat_id == chat_id)
    return session.scalars(select(GroupChat).where(*same).with_for_update()).one()


def take(group: GroupChat, told: dict[str, Any]) -> None:
    """The group's own columns."""
    members = told.get("member_list", [])
    group.name, group.owner = told.get("name", ""), told.get("owner", "")
    group.size = len(members)
    group.customers = sum(one.get("type") == CUSTOMER for one in members)
    group.member_version = told.get("member_version", "")
    group.founded_at = moment(told["create_time"]) if told.get("create_time") else None
    group.dismissed_at = None


def take_members(session: Session, group: GroupChat, told: dict[str, Any]) -> None:
    """The customers inside; those who are not any more have left."""
    rows = session.scalars(
        select(GroupMember).where(
            GroupMember.corp_id == group.corp_id, GroupMember.chat_id == group.chat_id
        )
    )
    known = {row.external_userid: row for row in rows}
    for one in told.get("member_list", []):
        if one.get("type") == CUSTOMER:
            row = known.pop(one["userid"], None) or newcomer(session, group, one["userid"])
            row.name, row.state = one.get("name", ""), one.get("state", "")
            row.join_scene, row.joined_at = one.get("join_scene", 0), moment(one["join_time"])
            row.left_at = None
    for gone in known.values():
        gone.left_at = gone.left_at or now()


def newcomer(session: Session, group: GroupChat, external_userid: str) -> GroupMember:
    """A row for somebody who was never inside."""
    row = GroupMember(corp_id=group.corp_id, chat_id=group.chat_id, external_userid=external_userid)
    session.add(row)
    return row


def moment(seconds: int) -> datetime:
    """WeCom's Unix seconds."""
    return datetime.fromtimestamp(seconds, UTC)
