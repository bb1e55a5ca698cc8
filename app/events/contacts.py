"""Facts about follows (好友关系): who added whom, and who left (official page 92130)."""

from dataclasses import dataclass
from typing import ClassVar

from app.events.base import FollowEvent


@dataclass(frozen=True, kw_only=True)
class FollowAdded(FollowEvent):
    """A customer and a member of staff became friends: add_external_contact.

    `welcome_code` is good once, for 20 seconds from `happened_at`; it is often absent.
    """

    lane: ClassVar[str] = "welcome"

    state: str = ""
    welcome_code: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowHalfAdded(FollowAdded):
    """The customer added the member, who has not confirmed yet: add_half_external_contact."""


@dataclass(frozen=True, kw_only=True)
class FollowEdited(FollowEvent):
    """A member changed a customer's remark or tags in a client: edit_external_contact."""

    is_hint: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class FollowRemoved(FollowEvent):
    """The member deleted the customer: del_external_contact."""

    source: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowLost(FollowEvent):
    """The customer deleted the member: del_follow_user."""


@dataclass(frozen=True, kw_only=True)
class AddFound(FollowEvent):
    """WeCom lists a follow of whose beginning it never told; a fact of our own."""

    state: str = ""


@dataclass(frozen=True, kw_only=True)
class TransferFailed(FollowEvent):
    """A transfer to a new member failed: transfer_fail."""

    fail_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ArchiveConsented(FollowEvent):
    """The customer agreed to the chat archive: msg_audit_approved (page 92005).

    `welcome_code` when the welcome had to wait for the consent.
    """

    welcome_code: str = ""
