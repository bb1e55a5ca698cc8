"""Facts about customer groups (客户群): kept today, acted upon later (official page 92130)."""

from dataclasses import dataclass

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class GroupChatCreated(Event):
    """A customer group was created."""

    chat_id: str


@dataclass(frozen=True, kw_only=True)
class GroupChatChanged(Event):
    """A customer group changed; `update_detail` names what: add_member, change_name …"""

    chat_id: str
    update_detail: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupChatDismissed(Event):
    """A customer group was dismissed."""

    chat_id: str
