"""TABLE: what can arrive from WeCom (its words) → what has happened (ours).

This is the first of the five pages that the system reads on; the next is jobs/reactions.py.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from app.events.archive import ArchiveGrew
from app.events.base import Event
from app.events.contacts import (
    ArchiveConsented,
    FollowAdded,
    FollowEdited,
    FollowHalfAdded,
    FollowLost,
    FollowRemoved,
    TransferFailed,
)
from app.events.groups import GroupChatChanged, GroupChatCreated, GroupChatDismissed
from app.events.tags import CorpTagChanged, CorpTagCreated, CorpTagDeleted, CorpTagShuffled

# (Event, ChangeType) as WeCom spells them; official pages 92130 and 95039.
WIRE: dict[tuple[str, str], type[Event]] = {
    ("change_external_contact", "add_external_contact"): FollowAdded,
    ("change_external_contact", "add_half_external_contact"): FollowHalfAdded,
    ("change_external_contact", "edit_external_contact"): FollowEdited,
    ("change_external_contact", "del_external_contact"): FollowRemoved,
    ("change_external_contact", "del_follow_user"): FollowLost,
    ("change_external_contact", "transfer_fail"): TransferFailed,
    ("change_external_contact", "msg_audit_approved"): ArchiveConsented,
    ("change_external_tag", "create"): CorpTagCreated,
    ("change_external_tag", "update"): CorpTagChanged,
    ("change_external_tag", "delete"): CorpTagDeleted,
    ("change_external_tag", "shuffle"): CorpTagShuffled,
    ("change_external_chat", "create"): GroupChatCreated,
    ("change_external_chat", "update"): GroupChatChanged,
    ("change_external_chat", "dismiss"): GroupChatDismissed,
    ("msgaudit_notify", ""): ArchiveGrew,
}

# An event's field → WeCom's name of it.
SPELT: dict[str, str] = {
    "userid": "UserID",
    "external_userid": "ExternalUserID",
    "state": "State",
    "welcome_code": "WelcomeCode",
    "source": "Source",
    "fail_reason": "FailReason",
    "chat_id": "ChatId",
    "update_detail": "UpdateDetail",
    "id": "Id",
    "tag_type": "TagType",
}


def named(message: Mapping[str, Any], corp_id: str) -> Event | None:
    """The event that `message` tells of; None when we have no name for it or it lacks a field."""
    kind = WIRE.get((_text(message, "Event"), _text(message, "ChangeType")))
    if kind is None:
        return None
    wanted = [field.name for field in fields(kind) if field.name in SPELT]
    given: dict[str, Any] = {
        name: _text(message, SPELT[name]) for name in wanted if _text(message, SPELT[name])
    }
    try:
        return kind(corp_id=corp_id, happened_at=moment(message), **given)
    except (TypeError, ValueError, OverflowError, OSError):
        return None  # a required field is missing, or the time is no time


def moment(message: Mapping[str, Any]) -> datetime:
    """When it happened: CreateTime, in whole seconds."""
    return datetime.fromtimestamp(int(_text(message, "CreateTime")), UTC)


def _text(message: Mapping[str, Any], name: str) -> str:
    value = message.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)
