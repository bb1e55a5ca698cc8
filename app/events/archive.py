"""Facts of the chat archive (会话内容存档): that it grew, and each message in it."""

from dataclasses import dataclass
from typing import ClassVar

from app.events.base import Event, FollowEvent


@dataclass(frozen=True, kw_only=True)
class ArchiveGrew(Event):
    """There are new messages to pull: msgaudit_notify, at most every 15 seconds."""

    is_hint: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class CustomerSpoke(FollowEvent):
    """A customer's message to a member was archived. `message_id` is our row; no text here."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class StaffSpoke(FollowEvent):
    """A member's message to a customer was archived."""

    message_id: int
