"""What we ask with the archive's secret (会话内容存档): who is archived, who agreed."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import JSON, Question


@dataclass(frozen=True)
class GetPermitUserList(Question):
    """会话内容存档开启成员列表: type 1 办公版, 2 服务版, 3 企业版. Page 91614."""

    path = "msgaudit/get_permit_user_list"
    page = 91614

    type: int | None = None


@dataclass(frozen=True)
class CheckSingleAgree(Question):
    """单聊会话同意情况. The key in each pair is exteranalopenid, as WeCom spells it. Page 91782."""

    path = "msgaudit/check_single_agree"
    page = 91782
    limits = (Limit("info", 100, "items"),)

    info: list[JSON]


@dataclass(frozen=True)
class CheckRoomAgree(Question):
    """群聊会话同意情况. Page 91782."""

    path = "msgaudit/check_room_agree"
    page = 91782

    roomid: str


@dataclass(frozen=True)
class GetArchivedGroupChat(Question):
    """会话内容存档内部群信息; customer groups answer 301059. Page 92951."""

    path = "msgaudit/groupchat/get"
    page = 92951

    roomid: str


@dataclass(frozen=True)
class GetRobot(Question):
    """机器人信息, for senders that begin with wb. Page 91774."""

    method = "GET"
    path = "msgaudit/get_robot_info"
    page = 91774

    robot_id: str
