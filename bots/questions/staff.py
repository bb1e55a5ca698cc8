"""What we ask about the directory (通讯录): members, departments, and who stands at our door."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class ListUsers(Question):
    """成员详情 of a department; new apps get neither phone nor avatar. Page 90201."""

    method = "GET"
    path = "user/list"
    page = 90201

    department_id: int
    fetch_child: Literal[0, 1] | None = None


@dataclass(frozen=True)
class GetUser(Question):
    """One member. Page 90196."""

    method = "GET"
    path = "user/get"
    page = 90196

    userid: str


@dataclass(frozen=True)
class ListUserIds(Question):
    """成员ID列表, of the 通讯录同步 app: all that it may learn since 2022-08-15. Page 96067."""

    path = "user/list_id"
    page = 96067
    limits = (Limit("limit", 10000, "items"),)

    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class ListUsersSimply(Question):
    """部门成员: userid and name. Page 90200."""

    method = "GET"
    path = "user/simplelist"
    page = 90200

    department_id: int
    fetch_child: Literal[0, 1] | None = None


@dataclass(frozen=True)
class ListDepartments(Question):
    """Departments below `id`, or all that the app may see. Page 90208."""

    method = "GET"
    path = "department/list"
    page = 90208

    id: int | None = None


@dataclass(frozen=True)
class ListDepartmentsSimply(Question):
    """子部门ID列表. Page 95350."""

    method = "GET"
    path = "department/simplelist"
    page = 95350

    id: int | None = None


@dataclass(frozen=True)
class GetDepartment(Question):
    """One department. Page 95351."""

    method = "GET"
    path = "department/get"
    page = 95351

    id: int


@dataclass(frozen=True)
class GetVisitor(Question):
    """访问用户身份: who came with this OAuth code, good once for five minutes. Page 91023."""

    method = "GET"
    path = "auth/getuserinfo"
    page = 91023

    code: str


@dataclass(frozen=True)
class GetVisitorDetail(Question):
    """访问用户敏感信息, as far as the member consented. Page 95833."""

    path = "auth/getuserdetail"
    page = 95833

    user_ticket: str


@dataclass(frozen=True)
class GetUserIdByMobile(Question):
    """手机号获取userid. Page 91693."""

    path = "user/getuserid"
    page = 91693

    mobile: str


@dataclass(frozen=True)
class GetUserIdByEmail(Question):
    """邮箱获取userid. Page 95895."""

    path = "user/get_userid_by_email"
    page = 95895

    email: str
    email_type: Literal[1, 2] | None = None


@dataclass(frozen=True)
class ConvertUserToOpenid(Question):
    """userid转openid, to pay a member. Page 90202."""

    path = "user/convert_to_openid"
    page = 90202

    userid: str


@dataclass(frozen=True)
class ListStaffTags(Question):
    """标签列表 of the directory, not of customers. Page 90216."""

    method = "GET"
    path = "tag/list"
    page = 90216


@dataclass(frozen=True)
class GetStaffTag(Question):
    """标签成员. Page 90213."""

    method = "GET"
    path = "tag/get"
    page = 90213

    tagid: int
