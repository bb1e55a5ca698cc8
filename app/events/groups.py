"""Facts about customer groups (客户群): kept today, acted upon later (official page 92130)."""

from dataclasses import dataclass
from typing import ClassVar

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class GroupChatCreated(Event):
    """A customer group was created."""

    chat_id: str


@dataclass(frozen=True, kw_only=True)
class GroupChatChanged(Event):
    """A customer group changed; `update_detail` names what: add_member, change_name …

    `join_scene` 0 invited, 3 by QR code; `quit_scene` 0 left, 1 removed. WeCom may show the old
    list of members for a while: it is up to date when its member_version is `cur_mem_ver`.
    """

    is_hint: ClassVar[bool] = True

    chat_id: str
    update_detail: str = ""
    join_scene: int = 0
    quit_scene: int = 0
    mem_change_cnt: int = 0
    mem_change_list: tuple[str, ...] = ()  # userids and external_userids; since the end of 2023
    last_mem_ver: str = ""
    cur_mem_ver: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupChatDismissed(Event):
    """A customer group was dismissed."""

    chat_id: str
