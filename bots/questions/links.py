"""What we ask about 获客助手."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import Question


@dataclass(frozen=True)
class ListLinks(Question):
    """获客链接列表: ids only. Page 97297."""

    path = "externalcontact/customer_acquisition/list_link"
    page = 97297
    limits = (Limit("limit", 100, "items"),)

    limit: int | None = None
    cursor: str | None = None


@dataclass(frozen=True)
class GetLink(Question):
    """获客链接详情. Page 97297."""

    path = "externalcontact/customer_acquisition/get"
    page = 97297

    link_id: str


@dataclass(frozen=True)
class GetLinkCustomers(Question):
    """由获客链接添加的客户: chat_status 0 silent, 1 has written. Page 97298."""

    path = "externalcontact/customer_acquisition/customer"
    page = 97298
    limits = (Limit("limit", 1000, "items"),)

    link_id: str
    limit: int | None = None
    cursor: str | None = None


@dataclass(frozen=True)
class GetLinkStatistic(Question):
    """链接使用统计: at most 30 days at once, of the last 180. Page 97375."""

    path = "externalcontact/customer_acquisition/statistic"
    page = 97375

    link_id: str
    start_time: int
    end_time: int

    def verify(self) -> None:
        require(0 <= self.end_time - self.start_time <= 30 * 86400, "at most 30 days")


@dataclass(frozen=True)
class GetLinkQuota(Question):
    """剩余使用量. Page 97375."""

    method = "GET"
    path = "externalcontact/customer_acquisition_quota"
    page = 97375


@dataclass(frozen=True)
class GetLinkChat(Question):
    """成员多次收消息详情: who is behind a ChatKey, within half an hour. Page 100130."""

    path = "externalcontact/customer_acquisition/get_chat_info"
    page = 100130

    chat_key: str
