"""TABLES of the sweep: what samples cannot know, such as ids, times and what happened before."""

from collections.abc import Callable
from typing import Any

from tests.simulator.example_book import logins
from tests.simulator.example_groups import pictured
from tests.simulator.example_kf import kf_talk
from tests.simulator.examples import Example
from tests.simulator.rig import MONDAY

Fill = Callable[[Example, Any], Any]


def made(name: str) -> Fill:
    """What the example world has under that name."""
    return lambda example, value: example.ids.get(name, value)


def the(name: str) -> Callable[[Example], Any]:
    """What the example world has under that name, where one field has several meanings."""
    return lambda example: example.ids[name]


def just(value: Any) -> Fill:
    """The same for every sample."""
    return lambda _example, _value: value


def a_day(example: Example) -> None:
    """Numbers are counted when the day is over."""
    example.wait(86400)


def leaving(example: Example) -> None:
    """A member with customers leaves the corp."""
    example.done("console/staff", change="leave", userid="wangguwen")


def passing_on(example: Example) -> None:
    """A member has left, and the customers pass to a colleague."""
    leaving(example)
    _transfer(example, "externalcontact/resigned/transfer_customer")


def passing_on_at_work(example: Example) -> None:
    """A customer passes from one member to a colleague."""
    _transfer(example, "externalcontact/transfer_customer")


def _transfer(example: Example, path: str) -> None:
    whom = [example.ids["external_userid"]]
    example.made(path, handover_userid="wangguwen", takeover_userid="zhaolei", external_userid=whom)


def a_scan(example: Example) -> None:
    """A welcome code is good for 20 seconds."""
    known = set(example.world.welcomes)
    config_id = example.ids["config_id"]
    example.done("people/scan", config_id=config_id, customer={"key": "late"}, userid="lina")
    example.ids["welcome_code"] = (set(example.world.welcomes) - known).pop()


def a_group_and_none(example: Example) -> list[str]:
    """One that can be handed over, and one that nobody knows."""
    return [example.ids["chat_id"], "wrNobody"]


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
    "media_id": made("image.media_id"),
    "file.media_id": made("file.media_id"),
    "video.media_id": made("video.media_id"),
    "voice.media_id": made("voice.media_id"),
    "add_user_list": just("zhaolei"),
    "del_user_list": just("lina"),
    "direct_leader": just("lina"),
    "pic_url": made("pic_url"),
    "tagid": made("tagid"),
    "useridlist": just("lina"),
    "response_code": made("response_code"),
    "thumb_media_id": made("image.media_id"),
    "userids": just("wangguwen"),
    "robot_id": made("robot_id"),
    "roomid": made("roomid"),
    "chat_key": made("chat_key"),
    "unionid": made("unionid"),
    "chat_id": made("chat_id"),
    "chat_id_list": made("chat_id"),
    "chatid": just("C1"),
    "code": made("code"),
    "day_begin_time": just(int(MONDAY)),
    "day_end_time": just(int(MONDAY)),
    "department_id_list": just(2),
    "department_list": just(2),
    "admin_list": just("lina"),
    "external_userid_list": made("external_userid"),
    "handover_userid": just("wangguwen"),
    "jobid": made("jobid"),
    "link_id": made("link_id"),
    "moment_id": made("moment_id"),
    "new_owner": just("zhaolei"),
    "open_kfid": made("open_kfid"),
    "opengid": made("opengid"),
    "owner": just("wangguwen"),
    "partyid": just(2),
    "priority_userid_list": just("wangguwen"),
    "product_id": made("product_id"),
    "rule_id": made("rule_id"),
    "servicer_userid": just("wangguwen"),
    "strategy_id": made("strategy_id"),
    "takeover_userid": just("zhaolei"),
    "template_id": made("template_id"),
    "token": just(""),
    "user_list": just("wangguwen"),
    "userlist": just("wangguwen"),
    "msgid": made("msgid"),
    "pic_media_id": made("image.media_id"),
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
    "externalcontact/edit_corp_tag": {"id": the("tag_id")},
    "externalcontact/add_strategy_tag": {"group_id": None},
    "externalcontact/del_strategy_tag": {
        "group_id": None,
        "tag_id": lambda example: [example.ids["strategy_tag_id"]],
    },
    "externalcontact/edit_strategy_tag": {"id": the("strategy_tag_id")},
    "externalcontact/get_strategy_tag_list": {
        "group_id": None,
        "tag_id": lambda example: [example.ids["strategy_tag_id"]],
    },
    "externalcontact/moment_strategy/edit": {"strategy_id": the("moment_strategy_id")},
    "idconvert/batch/external_userid_to_pending_id": {"chat_id": None},
    "externalcontact/groupchat/onjob_transfer": {"chat_id_list": a_group_and_none},
    "externalcontact/add_product_album": {"attachments": pictured},
    "externalcontact/update_product_album": {"attachments": pictured},
    "externalcontact/add_moment_task": {"attachments": None},
    "externalcontact/groupchat/del_join_way": {"config_id": the("join_way")},
    "externalcontact/groupchat/get_join_way": {"config_id": the("join_way")},
    "externalcontact/groupchat/update_join_way": {"config_id": the("join_way")},
    "externalcontact/update_intercept_rule": {"remove_applicable_range": None},
    "externalcontact/get_moment_list": {
        "creator": None,
        "end_time": lambda _example: int(MONDAY) + 3600,
        "filter_type": 2,
    },
    "externalcontact/mark_tag": {
        "add_tag": lambda example: [example.ids["tag_id"]],
        "remove_tag": None,
    },
    "kf/customer/batchget": {
        "external_userid_list": lambda example: [example.ids["external_userid"], "wmNobody"],
        "need_enter_session_context": 1,
    },
    "kf/send_msg": {"touser": the("external_userid"), "msgtype": "text", "msgid": the("kf.msgid")},
    "kf/send_msg_on_event": {"msgtype": "text", "msgid": the("kf.msgid")},
    "msgaudit/check_room_agree": {"roomid": the("mixed_roomid")},
    "msgaudit/get_permit_user_list": {"type": 3},
    "user/convert_to_userid": {"openid": the("openid")},
    "department/create": {"id": lambda _example: 99},
    "tag/create": {"tagid": lambda _example: 77},
    "user/create": {"userid": lambda _example: "zhangsan", "mobile": "13800000000"},
    "appchat/create": {
        "chatid": lambda _example: "C2",
        "userlist": lambda _example: ["wangguwen", "lina"],
    },
    "message/recall": {"msgid": the("app_msgid")},
    "message/send": {
        "agentid": 1000002,
        "totag": None,
    },  # an SDK's tests leave agentid to its client
    "user/list": {"department_id": 1},
}

# Arguments that stand beside the body, in the address.
QUERY: dict[str, dict[str, Any]] = {
    "menu/create": {"agentid": 1000002},
    "menu/get": {"agentid": 1000002},
    "webhook/send": {"key": the("robot_key")},
}

# What must have happened before a request can be made.
BEFORE: dict[str, Callable[[Example], None]] = {
    "externalcontact/send_welcome_msg": a_scan,
    "externalcontact/groupchat/statistic": a_day,
    "externalcontact/groupchat/statistic_group_by_day": a_day,
    "externalcontact/get_user_behavior_data": a_day,
    "auth/getuserinfo": logins,
    "auth/getuserdetail": logins,
    "user/getuserinfo": logins,
    "kf/get_corp_statistic": a_day,
    "kf/sync_msg": kf_talk,
    "kf/get_servicer_statistic": a_day,
    "externalcontact/groupchat/transfer": leaving,
    "externalcontact/resigned/transfer_customer": leaving,
    "externalcontact/resigned/transfer_result": passing_on,
    "externalcontact/transfer_result": passing_on_at_work,
    "externalcontact/get_unassigned_list": leaving,
}

# Paths whose samples show no request (most are GETs) → the arguments that they take.
ASKED: dict[str, dict[str, Any]] = {
    "department/list": {},
    "department/simplelist": {},
    "externalcontact/get": {"external_userid": ""},
    "externalcontact/get_intercept_rule": {"rule_id": ""},
    "externalcontact/groupchat/transfer": {"chat_id_list": a_group_and_none, "new_owner": ""},
    "externalcontact/get_intercept_rule_list": {},
    "externalcontact/get_product_album": {"product_id": ""},
    "externalcontact/customer_acquisition/statistic": {
        "link_id": "",
        "start_time": 0,
        "end_time": 0,
    },
    "externalcontact/customer_acquisition_quota": {},
    "externalcontact/customer_strategy/get": {"strategy_id": 0},
    "externalcontact/customer_strategy/list": {},
    "externalcontact/moment_strategy/get": {"strategy_id": the("moment_strategy_id")},
    "externalcontact/moment_strategy/get_range": {"strategy_id": the("moment_strategy_id")},
    "externalcontact/moment_strategy/list": {},
    "externalcontact/get_corp_tag_list": {},
    "externalcontact/get_follow_user_list": {},
    "externalcontact/list": {"userid": ""},
    "externalcontact/list_contact_way": {},
    "appchat/get": {"chatid": ""},
    "menu/get": {},
    "agent/get": {"agentid": 0},
    "agent/list": {},
    "auth/getuserdetail": {"user_ticket": the("user_ticket")},
    "auth/getuserinfo": {"code": the("login_code")},
    "department/get": {"id": 2},
    "department/update": {"id": 2, "name": "销售部"},
    "get_api_domain_ip": {},
    "tag/get": {"tagid": 0},
    "tag/list": {},
    "user/getuserinfo": {"code": the("login_code")},
    "get_jsapi_ticket": {},
    "kf/customer/get_upgrade_service_config": {},
    "kf/get_corp_qualification": {},
    "kf/servicer/list": {"open_kfid": ""},
    "msgaudit/get_robot_info": {"robot_id": ""},
    "getcallbackip": {},
    "ticket/get": {"type": "agent_config"},
    "user/get": {"userid": ""},
    "user/list": {"department_id": 1, "fetch_child": 1},
    "user/simplelist": {"department_id": 1, "fetch_child": 1},
}
