"""TABLE: what can arrive from WeCom (its words) → what has happened (ours).

This is the first of the five pages that the system reads on; the next is jobs/reactions.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from app.events import (
    acquisition,
    app,
    archive,
    contacts,
    groups,
    kf,
    messages,
    staff,
    tags,
    wecom,
)
from app.events.base import AppEvent, Event
from callbacks.fields import READ, text

# (Event, ChangeType) as WeCom spells them, Event in lower case: some are spelt both ways.
WIRE: dict[tuple[str, str], type[Event]] = {
    # customers: pages 92130 and 96361
    ("change_external_contact", "add_external_contact"): contacts.FollowAdded,
    ("change_external_contact", "add_half_external_contact"): contacts.FollowHalfAdded,
    ("change_external_contact", "edit_external_contact"): contacts.FollowEdited,
    ("change_external_contact", "del_external_contact"): contacts.FollowRemoved,
    ("change_external_contact", "del_follow_user"): contacts.FollowLost,
    ("change_external_contact", "transfer_fail"): contacts.TransferFailed,
    ("change_external_contact", "msg_audit_approved"): contacts.ArchiveConsented,
    # corp tags: page 92130
    ("change_external_tag", "create"): tags.CorpTagCreated,
    ("change_external_tag", "update"): tags.CorpTagChanged,
    ("change_external_tag", "delete"): tags.CorpTagDeleted,
    ("change_external_tag", "shuffle"): tags.CorpTagShuffled,
    # customer groups: page 92130; the first callbacks did not say what changed
    ("change_external_chat", "create"): groups.GroupChatCreated,
    ("change_external_chat", "update"): groups.GroupChatChanged,
    ("change_external_chat", ""): groups.GroupChatChanged,
    ("change_external_chat", "dismiss"): groups.GroupChatDismissed,
    # 获客助手: page 97299
    ("customer_acquisition", "balance_low"): acquisition.AcquisitionQuotaRanLow,
    ("customer_acquisition", "balance_exhausted"): acquisition.AcquisitionQuotaRanOut,
    ("customer_acquisition", "balance_increased"): acquisition.AcquisitionQuotaRefilled,
    ("customer_acquisition", "quota_expire_soon"): acquisition.AcquisitionExpiryNeared,
    ("customer_acquisition", "link_unavailable"): acquisition.AcquisitionLinkFailed,
    ("customer_acquisition", "delete_link"): acquisition.AcquisitionLinkDeleted,
    ("customer_acquisition", "open_profile"): acquisition.AcquisitionProfileOpened,
    ("customer_acquisition", "friend_request"): acquisition.AcquisitionFriendRequested,
    ("customer_acquisition", "customer_start_chat"): acquisition.AcquisitionChatStarted,
    ("customer_acquisition", "message_from_customer"): acquisition.AcquisitionMessagesReceived,
    ("customer_acquisition", "del_follow_user"): acquisition.AcquisitionFollowLost,
    # the chat archive, page 95039; 微信客服, page 94670
    ("msgaudit_notify", ""): archive.ArchiveGrew,
    ("kf_msg_or_event", ""): kf.KfMessageArrived,
    ("kf_account_auth_change", ""): kf.KfAccountAuthChanged,
    # the directory: pages 90970, 90971 and 90972
    ("change_contact", "create_user"): staff.StaffJoined,
    ("change_contact", "update_user"): staff.StaffChanged,
    ("change_contact", "delete_user"): staff.StaffLeft,
    ("change_contact", "create_party"): staff.DepartmentCreated,
    ("change_contact", "update_party"): staff.DepartmentChanged,
    ("change_contact", "delete_party"): staff.DepartmentDeleted,
    ("change_contact", "update_tag"): staff.StaffTagChanged,
    # members in our app: page 90240
    ("subscribe", ""): app.AppSubscribed,
    ("unsubscribe", ""): app.AppUnsubscribed,
    ("enter_agent", ""): app.AppEntered,
    ("click", ""): app.MenuClicked,
    ("view", ""): app.MenuViewed,
    ("view_miniprogram", ""): app.MenuViewed,
    ("location", ""): app.LocationReported,
    ("scancode_push", ""): app.CodeScanned,
    ("scancode_waitmsg", ""): app.CodeScanned,
    ("pic_sysphoto", ""): app.PictureTaken,
    ("pic_photo_or_album", ""): app.PictureTaken,
    ("pic_weixin", ""): app.PictureTaken,
    ("location_select", ""): app.PlaceChosen,
    ("template_card_event", ""): app.CardAnswered,
    ("template_card_menu_event", ""): app.CardMenuTapped,
    ("taskcard_click", ""): app.TaskCardTapped,
    # WeCom's own work, and our app's standing: page 90240
    ("batch_job_result", ""): wecom.BatchJobFinished,
    ("upload_media_job_finish", ""): wecom.MediaJobFinished,
    ("living_status_change", ""): wecom.LivingChanged,
    ("sys_approval_change", ""): wecom.ApprovalChanged,
    ("open_approval_change", ""): wecom.OwnApprovalChanged,
    ("program_notify", ""): wecom.ProgramNotified,
    ("security", "change_domain_ip"): wecom.ApiAddressesChanged,
    ("close_inactive_agent", ""): wecom.AppPaused,
    ("reopen_inactive_agent", ""): wecom.AppResumed,
    ("change_app_admin", ""): wecom.AppAdminChanged,
    ("share_agent_change", ""): wecom.AppShared,
    ("unlicensed_notify", ""): wecom.LicenceMissed,
    ("switch_workbench_mode", ""): wecom.WorkbenchSwitched,
}

# MsgType of what members write to our app: page 90239.
MESSAGES: dict[str, type[Event]] = {
    "text": messages.TextReceived,
    "image": messages.ImageReceived,
    "voice": messages.VoiceReceived,
    "video": messages.VideoReceived,
    "location": messages.LocationReceived,
    "link": messages.LinkReceived,
}

# An event's field → WeCom's name of it.
SPELT: dict[str, str] = {
    "add_party_items": "AddPartyItems",
    "add_user_items": "AddUserItems",
    "auth_add_open_kfid": "AuthAddOpenKfId",
    "auth_del_open_kfid": "AuthDelOpenKfId",
    "card_type": "CardType",
    "chat_id": "ChatId",
    "chat_key": "ChatKey",
    "content": "Content",
    "cur_mem_ver": "CurMemVer",
    "del_party_items": "DelPartyItems",
    "del_user_items": "DelUserItems",
    "department": "Department",
    "description": "Description",
    "errcode": "ErrCode",
    "errmsg": "ErrMsg",
    "event_key": "EventKey",
    "expire_quota_num": "ExpireQuotaNum",
    "expire_time": "ExpireTime",
    "external_userid": "ExternalUserID",
    "fail_reason": "FailReason",
    "format": "Format",
    "id": "Id",
    "job_id": "JobId",
    "job_type": "JobType",
    "join_scene": "JoinScene",
    "label": "Label",
    "last_mem_ver": "LastMemVer",
    "latitude": "Latitude",
    "link_id": "LinkId",
    "living_id": "LivingId",
    "location_x": "Location_X",
    "location_y": "Location_Y",
    "longitude": "Longitude",
    "media_id": "MediaId",
    "mem_change_cnt": "MemChangeCnt",
    "mem_change_list": "MemChangeList",
    "mode": "Mode",
    "msg_id": "MsgId",
    "name": "Name",
    "new_userid": "NewUserID",
    "notify_id": "NotifyId",
    "notify_scene": "NotifyScene",
    "open_kfid": "OpenKfId",
    "open_sp_status": "OpenSpStatus",
    "open_template_id": "OpenTemplateId",
    "parent_id": "ParentId",
    "pic_url": "PicUrl",
    "precision": "Precision",
    "quit_scene": "QuitScene",
    "response_code": "ResponseCode",
    "scan_result": "ScanResult",
    "scan_type": "ScanType",
    "selected": "SelectedItems",
    "source": "Source",
    "sp_no": "SpNo",
    "sp_status": "SpStatus",
    "state": "State",
    "status": "Status",
    "strategy_id": "StrategyId",
    "tag_id": "TagId",
    "tag_type": "TagType",
    "task_id": "TaskId",
    "template_id": "TemplateId",
    "third_no": "ThirdNo",
    "thumb_media_id": "ThumbMediaId",
    "title": "Title",
    "token": "Token",
    "update_detail": "UpdateDetail",
    "url": "Url",
    "userid": "UserID",
    "welcome_code": "WelcomeCode",
}

# Elements that hold what they tell one level deeper.
WRAPPED = ("BatchJob", "ApprovalInfo", "ScanCodeInfo", "SendLocationInfo")
_WRAPPED = frozenset(WRAPPED)


Plan = tuple[tuple[str, str, Callable[[object], Any]], ...]  # field, WeCom's name, how it is read


def plan_of(kind: type[Event]) -> Plan:
    """How each field of an event is found in a message and read."""
    spelt = {**SPELT, "userid": "FromUserName"} if issubclass(kind, AppEvent) else SPELT
    return tuple(
        (field.name, spelt[field.name], READ[field.type])
        for field in fields(kind)
        if field.name in spelt
    )


PLANS = {kind: plan_of(kind) for kind in (*WIRE.values(), *MESSAGES.values())}


def named(message: Mapping[str, Any], corp_id: str) -> Event | None:
    """The event that `message` tells of; None when we have no name for it or it lacks a field."""
    kind = kind_of(message)
    if kind is None:
        return None
    told = unwrapped(message)
    try:
        given = {
            name: read(told[spelt])
            for name, spelt, read in PLANS[kind]
            if told.get(spelt) not in (None, "")
        }
        return kind(corp_id=corp_id, happened_at=moment(message), **given)
    except (TypeError, ValueError, OverflowError, OSError):
        return None  # a required field is missing, or a number or the time is none


def kind_of(message: Mapping[str, Any]) -> type[Event] | None:
    """The class for what `message` says it is."""
    msgtype = text(message.get("MsgType"))
    if msgtype in MESSAGES:
        return MESSAGES[msgtype]
    return WIRE.get((text(message.get("Event")).lower(), text(message.get("ChangeType"))))


def unwrapped(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message with what is wrapped laid beside the rest."""
    if _WRAPPED.isdisjoint(message):
        return message
    inner = [message[name] for name in WRAPPED if isinstance(message.get(name), Mapping)]
    return {name: value for part in (*inner, message) for name, value in part.items()}


def moment(message: Mapping[str, Any]) -> datetime:
    """When it happened: CreateTime, in whole seconds."""
    return datetime.fromtimestamp(int(text(message.get("CreateTime"))), UTC)
