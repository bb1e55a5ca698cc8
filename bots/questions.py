"""What we can ask WeCom: one frozen record per read API, fields spelt as the API spells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit
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
class GetCorpTagList(Question):
    """企业标签库; when both are given WeCom looks at group_id only. Page 92117."""

    path = "externalcontact/get_corp_tag_list"
    page = 92117

    tag_id: list[str] | None = None
    group_id: list[str] | None = None


@dataclass(frozen=True)
class GetContactWay(Question):
    """One 联系我. Page 92228."""

    path = "externalcontact/get_contact_way"
    page = 92228

    config_id: str


@dataclass(frozen=True)
class ListContactWay(Question):
    """config_ids created since 2021-07-10, without temporary ones. Page 92228."""

    path = "externalcontact/list_contact_way"
    page = 92228
    limits = (Limit("limit", 1000, "items"),)

    start_time: int | None = None  # WeCom's default: the last 90 days
    end_time: int | None = None
    cursor: str | None = None
    limit: int | None = None


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
class ListDepartments(Question):
    """Departments below `id`, or all that the app may see. Page 90208."""

    method = "GET"
    path = "department/list"
    page = 90208

    id: int | None = None


@dataclass(frozen=True)
class GetCallbackIp(Question):
    """Addresses from which callbacks come: CIDR, or with a * in older answers. Page 90930."""

    method = "GET"
    path = "getcallbackip"
    page = 90930
    bare = True  # the published sample has no errcode


QUESTIONS: Mapping[str, type[Question]] = {
    "GetExternalContact": GetExternalContact,
    "ListExternalContacts": ListExternalContacts,
    "BatchGetByUser": BatchGetByUser,
    "GetFollowUserList": GetFollowUserList,
    "GetCorpTagList": GetCorpTagList,
    "GetContactWay": GetContactWay,
    "ListContactWay": ListContactWay,
    "GetGroupMsgListV2": GetGroupMsgListV2,
    "GetGroupMsgTask": GetGroupMsgTask,
    "GetGroupMsgSendResult": GetGroupMsgSendResult,
    "ListUsers": ListUsers,
    "GetUser": GetUser,
    "ListDepartments": ListDepartments,
    "GetCallbackIp": GetCallbackIp,
}
