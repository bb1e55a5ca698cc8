"""TABLES: how facts, reactions, commands and their states are called on pages."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

# event → its sentence, icon and tone
EVENTS: dict[str, tuple[LazyString, str, str]] = {
    "FollowAdded": (_l("添加了 %(member)s"), "user-plus", "good"),
    "FollowHalfAdded": (_l("向 %(member)s 发起添加，等待通过"), "user-plus", "warn"),
    "FollowEdited": (_l("%(member)s 修改了备注或标签"), "edit", "neutral"),
    "FollowRemoved": (_l("%(member)s 删除了客户"), "user-minus", "bad"),
    "FollowLost": (_l("客户删除了 %(member)s"), "user-minus", "bad"),
    "TransferFailed": (_l("转接给 %(member)s 失败"), "repeat", "bad"),
    "ArchiveConsented": (_l("同意 %(member)s 的会话存档"), "check", "good"),
    "CustomerSpoke": (_l("客户发消息给 %(member)s"), "message-2", "accent"),
    "StaffSpoke": (_l("%(member)s 发消息给客户"), "message-2", "neutral"),
    "ArchiveGrew": (_l("会话存档有新消息"), "messages", "neutral"),
    "CorpTagCreated": (_l("新建了企业标签"), "tag", "neutral"),
    "CorpTagChanged": (_l("修改了企业标签"), "tag", "neutral"),
    "CorpTagDeleted": (_l("删除了企业标签"), "tag", "neutral"),
    "CorpTagShuffled": (_l("调整了企业标签的顺序"), "tag", "neutral"),
    "GroupChatCreated": (_l("新建了客户群"), "users", "neutral"),
    "GroupChatChanged": (_l("客户群有变化"), "users", "neutral"),
    "GroupChatDismissed": (_l("客户群解散了"), "users", "neutral"),
}

# event → what this kind is called in a list of kinds
EVENT_KINDS: dict[str, LazyString] = {
    "FollowAdded": _l("添加客户"),
    "FollowHalfAdded": _l("发起添加"),
    "FollowEdited": _l("修改备注或标签"),
    "FollowRemoved": _l("成员删除客户"),
    "FollowLost": _l("客户删除成员"),
    "TransferFailed": _l("转接失败"),
    "ArchiveConsented": _l("同意会话存档"),
    "CustomerSpoke": _l("客户发消息"),
    "StaffSpoke": _l("成员发消息"),
    "ArchiveGrew": _l("会话存档更新"),
    "CorpTagCreated": _l("企业标签新增"),
    "CorpTagChanged": _l("企业标签变更"),
    "CorpTagDeleted": _l("企业标签删除"),
    "CorpTagShuffled": _l("企业标签重排"),
    "GroupChatCreated": _l("客户群新增"),
    "GroupChatChanged": _l("客户群变更"),
    "GroupChatDismissed": _l("客户群解散"),
}

REACTIONS: dict[str, LazyString] = {
    "greet": _l("发送欢迎语"),
    "mirror_follow": _l("同步客户资料"),
    "end_follow": _l("结束跟进关系"),
    "mirror_tags": _l("同步标签库"),
    "attribute_follow": _l("记录来源渠道"),
    "tag_follow": _l("按规则打标签"),
    "tag_message": _l("按消息打标签"),
    "enroll_follow": _l("加入 SOP"),
    "stop_on_reply": _l("客户回复后停止 SOP"),
    "stop_sops": _l("停止 SOP"),
    "consider_lead": _l("计算商机评分"),
    "release_lead": _l("标记商机失联"),
    "pull_archive": _l("拉取会话存档"),
}

COMMANDS: dict[str, tuple[LazyString, str]] = {
    "SendWelcome": (_l("发送欢迎语"), "send"),
    "MarkTag": (_l("打标签"), "tag"),
    "Remark": (_l("修改备注"), "edit"),
    "AddContactWay": (_l("新建活码"), "qrcode"),
    "UpdateContactWay": (_l("修改活码"), "qrcode"),
    "DelContactWay": (_l("删除活码"), "qrcode"),
    "AddCorpTag": (_l("新建企业标签"), "tags"),
    "EditCorpTag": (_l("修改企业标签"), "tags"),
    "DelCorpTag": (_l("删除企业标签"), "tags"),
    "AddMsgTemplate": (_l("创建群发任务"), "messages"),
    "RemindGroupMsg": (_l("提醒成员群发"), "clock"),
    "CancelGroupMsg": (_l("停止群发"), "x"),
    "SendMessage": (_l("通知成员"), "send"),
}

LANES: dict[str, LazyString] = {
    "welcome": _l("欢迎语"),
    "events": _l("事件"),
    "sync": _l("同步"),
    "archive": _l("存档"),
    "bulk": _l("SOP"),
}

STATES: dict[str, LazyString] = {
    "new": _l("刚收到"),
    "planned": _l("已安排"),
    "pending": _l("等待中"),
    "running": _l("进行中"),
    "sending": _l("发送中"),
    "done": _l("已完成"),
    "pointless": _l("无需处理"),
    "again": _l("稍后重试"),
    "parked": _l("需要人工处理"),
    "failed": _l("失败"),
    "expired": _l("已过期"),
    "unknown": _l("结果未知"),
    "open": _l("待办"),
    "waiting": _l("等待成员确认"),
    "postponed": _l("已推迟"),
    "rejected": _l("已拒绝"),
    "cancelled": _l("已取消"),
    "sop-reply": _l("客户已回复"),
    "sop-lost": _l("客户已删除成员"),
    "sop-removed": _l("成员已删除客户"),
    "sop-stopped": _l("SOP 已停用"),
}

TONES: dict[str, str] = {
    "done": "good",
    "pending": "neutral",
    "running": "accent",
    "sending": "accent",
    "again": "warn",
    "waiting": "warn",
    "open": "accent",
    "postponed": "warn",
    "unknown": "bad",
    "failed": "bad",
    "parked": "bad",
    "expired": "bad",
}
