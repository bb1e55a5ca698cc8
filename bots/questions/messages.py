"""What we ask about messages to staff."""

from dataclasses import dataclass
from typing import Literal

from bots.speech import Question


@dataclass(frozen=True)
class GetMessageStatistics(Question):
    """应用消息发送统计: today (0) or yesterday (1). Page 92369."""

    path = "message/get_statistics"
    page = 92369

    time_type: Literal[0, 1] | None = None


@dataclass(frozen=True)
class GetAppChat(Question):
    """群聊会话. Page 90247."""

    method = "GET"
    path = "appchat/get"
    page = 90247

    chatid: str
