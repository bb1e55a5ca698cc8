"""TABLES of the sweep: what samples cannot know (ids, times) and where they are not to be trusted."""

from collections.abc import Callable
from typing import Any

from tests.simulator.examples import Example
from tests.simulator.rig import MONDAY

Fill = Callable[[Example, Any], Any]


def made(name: str) -> Fill:
    """What the example world has under that name."""
    return lambda example, value: example.ids.get(name, value)


def just(value: Any) -> Fill:
    """The same for every sample."""
    return lambda _example, _value: value


# A field of a request → what stands there instead of the sample's invention.
FIELDS: dict[str, Fill] = {
    "agentid": lambda example, _value: example.ids.get("agentid", 1000002),
    "config_id": made("config_id"),
    "creator": just("wangguwen"),
    "cursor": just(""),
    "end_time": just(int(MONDAY)),
    "exteranalopenid": made("external_userid"),
    "external_userid": made("external_userid"),
    "group_id": made("group_id"),
    "media_id": made("media_id"),
    "msgid": made("msgid"),
    "pic_media_id": made("media_id"),
    "sender": just("wangguwen"),
    "start_time": just(int(MONDAY) - 86400),
    "tag_id": made("tag_id"),
    "tag_list": made("tag_id"),
    "toparty": just("2|3"),
    "touser": just("wangguwen|lina"),
    "user": just("wangguwen"),
    "userid": just("wangguwen"),
    "userid_list": just("wangguwen"),
    "welcome_code": made("welcome_code"),
}

# Samples show all fields of an API at once; these are the ones that exclude each other.
INSTEAD: dict[str, dict[str, Any]] = {
    "externalcontact/add_contact_way": {"type": 2, "is_temp": None},
    "externalcontact/get_groupmsg_list_v2": {"filter_type": 2},
    "externalcontact/edit_corp_tag": {"id": lambda example: example.ids["tag_id"]},
    "externalcontact/mark_tag": {
        "add_tag": lambda example: [example.ids["tag_id"]],
        "remove_tag": None,
    },
    "message/send": {
        "agentid": 1000002,
        "totag": None,
    },  # an SDK's tests leave agentid to its client
    "user/list": {"department_id": 1},
}

# Paths whose samples show no request (most are GETs) → the arguments that they take.
ASKED: dict[str, dict[str, Any]] = {
    "department/list": {},
    "department/simplelist": {},
    "externalcontact/get": {"external_userid": ""},
    "externalcontact/get_corp_tag_list": {},
    "externalcontact/get_follow_user_list": {},
    "externalcontact/list": {"userid": ""},
    "externalcontact/list_contact_way": {},
    "get_jsapi_ticket": {},
    "getcallbackip": {},
    "ticket/get": {"type": "agent_config"},
    "user/get": {"userid": ""},
    "user/list": {"department_id": 1, "fetch_child": 1},
    "user/simplelist": {"department_id": 1, "fetch_child": 1},
}

# A request of the right shape may name what does not exist: path → errcode → what it names.
UNKNOWN_IDS: dict[str, dict[int, str]] = {
    "message/send": {40008: "kinds of message that the simulator says it does not simulate"},
}

# Files that are called requests and are none.
NOT_REQUESTS: dict[str, str] = {
    "api/externalcontact.get.request.gowecom.json": "is a response",
}

# Responses that are not what the API answers today.
NOT_OURS: dict[str, str] = {
    "api/media.get.response.gowecom.json": "the answer is the file, JSON comes only with a refusal",
    "api/externalcontact.get.response.wechatpy.json": "older than remark_corp_name: remark_company",
}

# (path, place) → why our answers may lack it. `*` in a place stands for anything.
OPTIONAL: dict[tuple[str, str], str] = {
    ("department/list", "department.*.name_en"): "set by few corps; ours has Chinese names only",
    ("department/list", "department.*.department_leader.*"): "nobody leads a department of ours",
    ("externalcontact/get*", "*external_profile*"): "only members of other corps (wo…) have one",
    ("externalcontact/batch/get_by_user", "*external_profile*"): "only members of other corps",
    ("externalcontact/*", "*.corp_name"): "only members of other corps",
    ("externalcontact/*", "*.corp_full_name"): "only members of other corps",
    ("externalcontact/*", "*external_contact.position"): "only members of other corps",
    ("externalcontact/*", "*.wechat_channels"): "only with customers that came from 视频号",
    ("externalcontact/get", "external_contact.foreign_key"): "学校 (教育行业) only",
    ("externalcontact/get", "external_contact.is_subscribe"): "学校 (教育行业) only",
    ("externalcontact/get", "external_contact.subscriber_info"): "学校 (教育行业) only",
    ("externalcontact/get", "next_cursor"): "only beyond 500 followers",
    ("externalcontact/get_contact_way", "contact_way.is_temp"): "temporary codes: 医疗行业 only",
    ("externalcontact/get_contact_way", "contact_way.*expires_in"): "temporary codes only",
    ("externalcontact/get_contact_way", "contact_way.unionid"): "temporary codes only",
    ("externalcontact/get_contact_way", "contact_way.mark_source"): "营销获客 apps only",
    ("externalcontact/add_msg_template", "fail_list.*"): "every customer named can be sent to",
    ("externalcontact/get_groupmsg_list_v2", "*.image.pic_url"): "pictures by media_id have none",
    ("externalcontact/get_groupmsg_send_result", "send_list.*.chat_id"): "group sends only",
    ("message/send", "response_code"): "template cards with buttons only",
    ("user/*", "*mobile"): "not for apps made since 2022-06-20 (page 96255)",
    ("user/*", "*email"): "not for apps made since 2022-06-20",
    ("user/*", "*gender"): "not for apps made since 2022-06-20",
    ("user/*", "*avatar"): "not for apps made since 2022-06-20",
    ("user/*", "*qr_code"): "not for apps made since 2022-06-20",
    ("user/*", "*address"): "not for apps made since 2022-06-20",
    ("user/*", "*telephone"): "nobody of ours has one",
    ("user/*", "*english_name"): "the older word for alias",
    ("user/*", "*open_userid"): "third-party apps only",
    ("user/*", "*direct_leader.*"): "nobody of ours has one",
    ("user/*", "*extattr*"): "nobody of ours has one",
    ("user/*", "*external_position"): "nobody of ours has one",
    ("user/*", "*external_profile*"): "nobody of ours has one",
}
