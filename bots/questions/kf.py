"""What we ask about 微信客服."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, require
from bots.speech import Question


@dataclass(frozen=True)
class ListKfAccounts(Question):
    """客服帐号列表. Its pages go by offset. Page 94661."""

    path = "kf/account/list"
    page = 94661
    limits = (Limit("limit", 100, "items"),)

    offset: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class ListKfServicers(Question):
    """接待人员列表: status 0 serving, 1 resting. Page 94645."""

    method = "GET"
    path = "kf/servicer/list"
    page = 94645

    open_kfid: str


@dataclass(frozen=True)
class GetKfState(Question):
    """会话状态. Page 94669."""

    path = "kf/service_state/get"
    page = 94669

    open_kfid: str
    external_userid: str


@dataclass(frozen=True)
class SyncKfMsg(Question):
    """读取消息: keep the cursor; a page may be empty and has_more still 1. Page 94670."""

    path = "kf/sync_msg"
    page = 94670
    limits = (Limit("limit", 1000, "items"),)

    cursor: str | None = None
    token: str | None = None
    limit: int | None = None
    voice_format: Literal[0, 1] | None = None
    open_kfid: str | None = None


@dataclass(frozen=True)
class GetKfCustomers(Question):
    """客户基础信息. Page 95159."""

    path = "kf/customer/batchget"
    page = 95159
    limits = (Limit("external_userid_list", 100, "items"),)

    external_userid_list: list[str]
    need_enter_session_context: Literal[0, 1] | None = None


@dataclass(frozen=True)
class GetKfCorpStatistic(Question):
    """企业汇总数据, by day: at most 31 days, of the last 180. Page 95489."""

    path = "kf/get_corp_statistic"
    page = 95489

    start_time: int
    end_time: int
    open_kfid: str | None = None

    def verify(self) -> None:
        require(0 <= self.end_time - self.start_time <= 31 * 86400, "at most 31 days")


@dataclass(frozen=True)
class GetKfServicerStatistic(Question):
    """接待人员明细数据, by day: at most 31 days, of the last 180. Page 95490."""

    path = "kf/get_servicer_statistic"
    page = 95490

    start_time: int
    end_time: int
    open_kfid: str | None = None
    servicer_userid: str | None = None

    def verify(self) -> None:
        require(0 <= self.end_time - self.start_time <= 31 * 86400, "at most 31 days")


@dataclass(frozen=True)
class GetKfUpgradeConfig(Question):
    """升级服务配置: whom and which groups may be recommended. Page 94674."""

    method = "GET"
    path = "kf/customer/get_upgrade_service_config"
    page = 94674


@dataclass(frozen=True)
class GetKfCorpQualification(Question):
    """视频号绑定状态. Page 95153."""

    method = "GET"
    path = "kf/get_corp_qualification"
    page = 95153
