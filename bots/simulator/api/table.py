"""TABLE: every path that is simulated, how it is called, and by whose token."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from bots.simulator.api import (
    access,
    app_messages,
    contact_ways,
    contacts,
    group_messages,
    media,
    staff,
    tags,
    welcome,
)
from bots.simulator.api.call import Call
from bots.simulator.models import Json
from bots.simulator.world import World

OPEN, APP, ARCHIVE = "open", "app", "archive"


@dataclass(frozen=True)
class Endpoint:
    method: str
    answer: Callable[[World, Call], Json | Response]
    token: str = APP
    empty: tuple[str, ...] = ()  # lists that come back empty beside an error about the token


API: dict[str, Endpoint] = {
    "gettoken": Endpoint("GET", access.gettoken, OPEN),
    "getcallbackip": Endpoint("GET", access.getcallbackip),
    "get_jsapi_ticket": Endpoint("GET", access.get_jsapi_ticket),
    "ticket/get": Endpoint("GET", access.ticket_get),
    "user/get": Endpoint("GET", staff.user_get),
    "user/simplelist": Endpoint("GET", staff.user_simplelist),
    "user/list": Endpoint("GET", staff.user_list),
    "department/list": Endpoint("GET", staff.department_list),
    "department/simplelist": Endpoint("GET", staff.department_simplelist),
    "externalcontact/get_follow_user_list": Endpoint(
        "GET", staff.get_follow_user_list, empty=("follow_user",)
    ),
    "externalcontact/list": Endpoint("GET", contacts.list_customers),
    "externalcontact/get": Endpoint("GET", contacts.get),
    "externalcontact/batch/get_by_user": Endpoint("POST", contacts.batch_get_by_user),
    "externalcontact/remark": Endpoint("POST", contacts.remark),
    "externalcontact/get_corp_tag_list": Endpoint("POST", tags.get_corp_tag_list),
    "externalcontact/add_corp_tag": Endpoint("POST", tags.add_corp_tag),
    "externalcontact/edit_corp_tag": Endpoint("POST", tags.edit_corp_tag),
    "externalcontact/del_corp_tag": Endpoint("POST", tags.del_corp_tag),
    "externalcontact/mark_tag": Endpoint("POST", tags.mark_tag),
    "externalcontact/add_contact_way": Endpoint("POST", contact_ways.add_contact_way),
    "externalcontact/get_contact_way": Endpoint("POST", contact_ways.get_contact_way),
    "externalcontact/list_contact_way": Endpoint("POST", contact_ways.list_contact_way),
    "externalcontact/update_contact_way": Endpoint("POST", contact_ways.update_contact_way),
    "externalcontact/del_contact_way": Endpoint("POST", contact_ways.del_contact_way),
    "externalcontact/send_welcome_msg": Endpoint("POST", welcome.send_welcome_msg),
    "externalcontact/add_msg_template": Endpoint("POST", group_messages.add_msg_template),
    "externalcontact/get_groupmsg_list_v2": Endpoint("POST", group_messages.get_groupmsg_list_v2),
    "externalcontact/get_groupmsg_task": Endpoint("POST", group_messages.get_groupmsg_task),
    "externalcontact/get_groupmsg_send_result": Endpoint(
        "POST", group_messages.get_groupmsg_send_result
    ),
    "externalcontact/remind_groupmsg_send": Endpoint("POST", group_messages.remind_groupmsg_send),
    "externalcontact/cancel_groupmsg_send": Endpoint("POST", group_messages.cancel_groupmsg_send),
    "message/send": Endpoint("POST", app_messages.send),
    "media/upload": Endpoint("POST", media.upload),
    "media/get": Endpoint("GET", media.get),
    "msgaudit/get_permit_user_list": Endpoint("POST", staff.get_permit_user_list, ARCHIVE),
    "msgaudit/check_single_agree": Endpoint("POST", contacts.check_single_agree, ARCHIVE),
}
