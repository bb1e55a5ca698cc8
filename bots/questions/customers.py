"""What we ask about customers: who they are, whose they are, how well they are served."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import Question


@dataclass(frozen=True)
class GetExternalContact(Question):
    """客户详情, with its follow_user[]; a cursor only beyond 500 followers. Page 92114."""

    method = "GET"
    path = "externalcontact/get"
    page = 92114

    external_userid: str
    cursor: str | None = None


@dataclass(frozen=True)
class ListExternalContacts(Question):
    """All customers of one member, in one answer; 84061 when there are none. Page 92113."""

    method = "GET"
    path = "externalcontact/list"
    page = 92113

    userid: str


@dataclass(frozen=True)
class BatchGetByUser(Question):
    """Customers of up to 100 members with their follow_info, by the page. Page 92994."""

    path = "externalcontact/batch/get_by_user"
    page = 92994
    limits = (Limit("userid_list", 100, "items"), Limit("limit", 100, "items"))

    userid_list: list[str]
    cursor: str | None = None
    limit: int | None = None  # WeCom's default is 50


@dataclass(frozen=True)
class GetFollowUserList(Question):
    """Members with 客户联系 inside the app's visible range. Page 92571."""

    method = "GET"
    path = "externalcontact/get_follow_user_list"
    page = 92571


@dataclass(frozen=True)
class ListContacts(Question):
    """已服务的外部联系人, customers or not. Its cursor is good for some hours. Page 99434."""

    path = "externalcontact/contact_list"
    page = 99434
    limits = (Limit("limit", 1000, "items"),)

    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class UnionidToExternalUserid(Question):
    """unionid转external_userid. Page 93274."""

    path = "externalcontact/unionid_to_external_userid"
    page = 93274

    unionid: str
    openid: str | None = None


@dataclass(frozen=True)
class ConvertToOpenid(Question):
    """external_userid转openid; only for WeChat's own people (wm…). Page 92323."""

    path = "externalcontact/convert_to_openid"
    page = 92323

    external_userid: str


@dataclass(frozen=True)
class GetUserBehavior(Question):
    """联系客户统计: at most 30 days at once, of the last 180. Page 92132."""

    path = "externalcontact/get_user_behavior_data"
    page = 92132
    limits = (
        Limit("userid", 100, "items"),
        Limit("partyid", 100, "items"),
    )

    start_time: int
    end_time: int
    userid: list[str] | None = None
    partyid: list[int] | None = None

    def verify(self) -> None:
        require(bool(self.userid or self.partyid), "userid or partyid is needed")
        require(0 <= self.end_time - self.start_time <= 30 * 86400, "at most 30 days")
