"""Facts about the links of 获客助手: their quota, and who comes through them (page 97299)."""

from dataclasses import dataclass

from app.events.base import Event, FollowEvent


@dataclass(frozen=True, kw_only=True)
class AcquisitionQuotaRanLow(Event):
    """Fewer than 20 customers are left of what was paid for: balance_low."""


@dataclass(frozen=True, kw_only=True)
class AcquisitionQuotaRanOut(Event):
    """Nothing is left, links bring nobody any more: balance_exhausted."""


@dataclass(frozen=True, kw_only=True)
class AcquisitionQuotaRefilled(Event):
    """There is quota again after there was none: balance_increased."""


@dataclass(frozen=True, kw_only=True)
class AcquisitionExpiryNeared(Event):
    """Quota expires in 14, 7, 3, 2 or 1 days: quota_expire_soon. `expire_time` in Unix seconds."""

    expire_time: int = 0
    expire_quota_num: int = 0


@dataclass(frozen=True, kw_only=True)
class AcquisitionLinkFailed(Event):
    """A link brings nobody, for instance because none of its members can: link_unavailable."""

    link_id: str


@dataclass(frozen=True, kw_only=True)
class AcquisitionLinkDeleted(Event):
    """Somebody deleted a link in WeCom's console: delete_link. Our own deletions do not call."""

    link_id: str


@dataclass(frozen=True, kw_only=True)
class AcquisitionProfileOpened(Event):
    """Somebody opened a link's page, in the few trades that WeCom tells of: open_profile."""

    link_id: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class AcquisitionFriendRequested(Event):
    """Somebody asked to be a friend through a link that had a state: friend_request."""

    link_id: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class AcquisitionChatStarted(FollowEvent):
    """A customer that came through a link wrote for the first time: customer_start_chat."""

    link_id: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class AcquisitionMessagesReceived(Event):
    """The third, fifth or tenth message came in: message_from_customer.

    Since 2024-12-19 it names nobody; `chat_key` is good for half an hour, for GetLinkChat.
    """

    link_id: str = ""
    state: str = ""
    chat_key: str = ""


@dataclass(frozen=True, kw_only=True)
class AcquisitionFollowLost(FollowEvent):
    """A customer that came through a link deleted the member: del_follow_user."""

    link_id: str = ""
    state: str = ""
