"""What we ask about customer groups (客户群)."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit
from bots.speech import JSON, Question


@dataclass(frozen=True)
class ListGroupChats(Question):
    """客户群列表. Without owners 81017 when the app sees more than 1,000 members. Page 92120."""

    path = "externalcontact/groupchat/list"
    page = 92120
    limits = (
        Limit("limit", 1000, "items"),
        Limit("owner_filter.userid_list", 100, "items"),
    )

    limit: int
    status_filter: int | None = None
    owner_filter: JSON | None = None
    cursor: str | None = None


@dataclass(frozen=True)
class GetGroupChat(Question):
    """客户群详情. The members may be those of some seconds ago: compare member_version. Page 92122."""

    path = "externalcontact/groupchat/get"
    page = 92122

    chat_id: str
    need_name: Literal[0, 1] | None = None


@dataclass(frozen=True)
class OpengidToChatid(Question):
    """客户群opengid转换. Page 94822."""

    path = "externalcontact/opengid_to_chatid"
    page = 94822

    opengid: str


@dataclass(frozen=True)
class GetJoinWay(Question):
    """客户群进群方式, with its QR code. Page 92229."""

    path = "externalcontact/groupchat/get_join_way"
    page = 92229

    config_id: str


@dataclass(frozen=True)
class GetGroupWelcomeTemplate(Question):
    """入群欢迎语素材. Page 92366."""

    path = "externalcontact/group_welcome_template/get"
    page = 92366

    template_id: str


@dataclass(frozen=True)
class GetGroupChatStatistic(Question):
    """群聊数据统计, by owner. Its pages go by offset. Page 92133."""

    path = "externalcontact/groupchat/statistic"
    page = 92133
    limits = (
        Limit("limit", 1000, "items"),
        Limit("owner_filter.userid_list", 100, "items"),
    )

    day_begin_time: int
    owner_filter: JSON
    day_end_time: int | None = None
    order_by: int | None = None
    order_asc: Literal[0, 1] | None = None
    offset: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetGroupChatStatisticByDay(Question):
    """群聊数据统计, by day. Page 92133."""

    path = "externalcontact/groupchat/statistic_group_by_day"
    page = 92133
    limits = (Limit("owner_filter.userid_list", 100, "items"),)

    day_begin_time: int
    owner_filter: JSON
    day_end_time: int | None = None
