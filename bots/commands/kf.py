"""What we say in 微信客服: accounts, who serves, whose turn it is, and words to customers."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, require
from bots.questions.kf import GetKfState, ListKfAccounts
from bots.speech import JSON, Command, Trace

KF_WORDS = (
    Limit("msgid", 32, "bytes"),
    Limit("text.content", 2048, "bytes"),
    Limit("msgmenu.head_content", 1024, "bytes"),
    Limit("msgmenu.list", 10, "items"),
)


@dataclass(frozen=True)
class AddKfAccount(Command):
    """添加客服帐号. At most 5,000 in a corp. Page 94662."""

    path = "kf/account/add"
    page = 94662
    repeatable = False
    looked_up_by = Trace(ListKfAccounts, "account_list", same={"name": "name"})
    limits = (
        Limit("name", 16, "characters"),
        Limit("media_id", 128, "bytes"),
    )

    name: str
    media_id: str


@dataclass(frozen=True)
class DelKfAccount(Command):
    """删除客服帐号. Page 94663."""

    path = "kf/account/del"
    page = 94663

    open_kfid: str


@dataclass(frozen=True)
class UpdateKfAccount(Command):
    """修改客服帐号. Page 94664."""

    path = "kf/account/update"
    page = 94664
    limits = (Limit("name", 16, "characters"),)

    open_kfid: str
    name: str | None = None
    media_id: str | None = None


@dataclass(frozen=True)
class AddKfContactWay(Command):
    """获取客服帐号链接. The scene comes back when a customer enters. Page 94665."""

    path = "kf/add_contact_way"
    page = 94665
    limits = (Limit("scene", 32, "bytes"),)

    open_kfid: str
    scene: str | None = None


@dataclass(frozen=True)
class AddKfServicer(Command):
    """添加接待人员; each has an errcode of its own in result_list. Page 94646."""

    path = "kf/servicer/add"
    page = 94646
    limits = (
        Limit("userid_list", 100, "items"),
        Limit("department_id_list", 20, "items"),
    )

    open_kfid: str
    userid_list: list[str] | None = None
    department_id_list: list[int] | None = None

    def verify(self) -> None:
        require(bool(self.userid_list or self.department_id_list), "nobody who should serve")


@dataclass(frozen=True)
class DelKfServicer(Command):
    """删除接待人员. Page 94647."""

    path = "kf/servicer/del"
    page = 94647
    limits = (
        Limit("userid_list", 100, "items"),
        Limit("department_id_list", 100, "items"),
    )

    open_kfid: str
    userid_list: list[str] | None = None
    department_id_list: list[int] | None = None

    def verify(self) -> None:
        require(bool(self.userid_list or self.department_id_list), "nobody who should stop serving")


@dataclass(frozen=True)
class TransKfState(Command):
    """变更会话状态: 0 new, 1 bot, 2 queue, 3 a member, 4 ended. Not every step is allowed (95016).

    Page 94669.
    """

    path = "kf/service_state/trans"
    page = 94669
    repeatable = False
    looked_up_by = Trace(
        GetKfState,
        "",
        same={"service_state": "service_state", "servicer_userid": "servicer_userid"},
        ask={"open_kfid": "open_kfid", "external_userid": "external_userid"},
    )

    open_kfid: str
    external_userid: str
    service_state: int
    servicer_userid: str | None = None

    def verify(self) -> None:
        require(self.service_state != 3 or bool(self.servicer_userid), "state 3 names who serves")


@dataclass(frozen=True)
class SendKfMsg(Command):
    """发送消息 to a customer: within 48 hours of their last words, five at most.

    A msgid makes a repeat harmless. Page 94677.
    """

    path = "kf/send_msg"
    page = 94677
    repeatable = False
    looked_up_by = "sync_msg does not return what the API has sent"
    limits = KF_WORDS

    touser: str
    open_kfid: str
    msgtype: str
    msgid: str | None = None
    text: JSON | None = None
    image: JSON | None = None
    voice: JSON | None = None
    video: JSON | None = None
    file: JSON | None = None
    link: JSON | None = None
    miniprogram: JSON | None = None
    msgmenu: JSON | None = None
    location: JSON | None = None
    business_card: JSON | None = None
    ca_link: JSON | None = None

    def verify(self) -> None:
        require(self.msgtype in self.body(), f"the {self.msgtype} part is missing")

    def may_repeat(self) -> bool:
        return bool(self.msgid)


@dataclass(frozen=True)
class SendKfMsgOnEvent(Command):
    """发送欢迎语等事件响应消息: text or a menu. The code is good once: 20 seconds, in the queue 48 hours.

    Page 95122.
    """

    path = "kf/send_msg_on_event"
    page = 95122
    limits = KF_WORDS

    code: str
    msgtype: str
    msgid: str | None = None
    text: JSON | None = None
    msgmenu: JSON | None = None

    def verify(self) -> None:
        require(self.msgtype in self.body(), f"the {self.msgtype} part is missing")


@dataclass(frozen=True)
class UpgradeKfCustomer(Command):
    """为客户升级服务: a member (type 1) or a group (type 2) is recommended. Page 94674."""

    path = "kf/customer/upgrade_service"
    page = 94674

    open_kfid: str
    external_userid: str
    type: Literal[1, 2]
    member: JSON | None = None
    groupchat: JSON | None = None

    def verify(self) -> None:
        part = self.member if self.type == 1 else self.groupchat
        require(bool(part), "type 1 names a member, type 2 a groupchat")


@dataclass(frozen=True)
class CancelKfUpgrade(Command):
    """取消升级服务推荐. Page 94674."""

    path = "kf/customer/cancel_upgrade_service"
    page = 94674

    open_kfid: str
    external_userid: str
