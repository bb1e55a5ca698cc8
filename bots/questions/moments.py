"""What we ask about 客户朋友圈."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import Question


@dataclass(frozen=True)
class GetMomentTaskResult(Question):
    """任务创建结果: status 1 begun, 2 under way, 3 done, with the moment_id. Page 95094."""

    method = "GET"
    path = "externalcontact/get_moment_task_result"
    page = 95094

    jobid: str


@dataclass(frozen=True)
class GetMomentList(Question):
    """企业全部的发表列表 of at most 30 days. Page 93333."""

    path = "externalcontact/get_moment_list"
    page = 93333
    limits = (Limit("limit", 20, "items"),)

    start_time: int
    end_time: int
    creator: str | None = None
    filter_type: int | None = None
    cursor: str | None = None
    limit: int | None = None

    def verify(self) -> None:
        require(0 <= self.end_time - self.start_time <= 31 * 86400, "at most one month")


@dataclass(frozen=True)
class GetMomentTask(Question):
    """成员的发布情况: publish_status 0 not yet, 1 done. Page 93333."""

    path = "externalcontact/get_moment_task"
    page = 93333
    limits = (Limit("limit", 1000, "items"),)

    moment_id: str
    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetMomentCustomerList(Question):
    """成员发表时选择的可见范围. Page 93333."""

    path = "externalcontact/get_moment_customer_list"
    page = 93333
    limits = (Limit("limit", 1000, "items"),)

    moment_id: str
    userid: str
    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetMomentSendResult(Question):
    """成员发表后的可见客户列表. Page 93333."""

    path = "externalcontact/get_moment_send_result"
    page = 93333
    limits = (Limit("limit", 5000, "items"),)

    moment_id: str
    userid: str
    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetMomentComments(Question):
    """互动数据: comments and likes. Page 93333."""

    path = "externalcontact/get_moment_comments"
    page = 93333

    moment_id: str
    userid: str
