"""What we ask about 企业群发: what waits, what was sent, to whom."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class GetGroupMsgListV2(Question):
    """群发记录 of at most one month; its create_time is a string. Page 93338."""

    path = "externalcontact/get_groupmsg_list_v2"
    page = 93338
    limits = (Limit("limit", 100, "items"),)

    chat_type: Literal["single", "group"]
    start_time: int
    end_time: int
    creator: str | None = None
    filter_type: int | None = None  # 0 by the corp, 1 by a member, 2 both
    limit: int | None = None
    cursor: str | None = None


@dataclass(frozen=True)
class GetGroupMsgTask(Question):
    """Who of the members has confirmed a 群发: status 0 not yet, 2 sent. Page 93338."""

    path = "externalcontact/get_groupmsg_task"
    page = 93338
    limits = (Limit("limit", 1000, "items"),)

    msgid: str
    limit: int | None = None
    cursor: str | None = None


@dataclass(frozen=True)
class GetGroupMsgSendResult(Question):
    """What became of one member's part of a 群发, per customer. Page 93338."""

    path = "externalcontact/get_groupmsg_send_result"
    page = 93338
    limits = (Limit("limit", 1000, "items"),)

    msgid: str
    userid: str
    limit: int | None = None
    cursor: str | None = None
