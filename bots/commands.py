"""What we can say to WeCom: one frozen record per write API, fields spelt as the API spells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bots.limits import Limit, check, require
from bots.speech import ATTACHMENTS, CONTACT_WAY, JSON, Command, require_attachments


@dataclass(frozen=True)
class SendWelcome(Command):
    """欢迎语. The welcome_code is good once, for 20 seconds. Page 92137."""

    path = "externalcontact/send_welcome_msg"
    page = 92137
    limits = (Limit("text.content", 4000, "bytes"), *ATTACHMENTS)

    welcome_code: str
    text: JSON | None = None
    attachments: list[JSON] | None = None

    def verify(self) -> None:
        require(bool(self.text or self.attachments), "a welcome needs text or attachments")
        require_attachments(self.attachments)


@dataclass(frozen=True)
class MarkTag(Command):
    """编辑客户企业标签. One at a time per (userid, external_userid), else 45035. Page 92118."""

    path = "externalcontact/mark_tag"
    page = 92118
    limits = (Limit("add_tag", 3000, "items"), Limit("remove_tag", 3000, "items"))

    userid: str
    external_userid: str
    add_tag: list[str] | None = None
    remove_tag: list[str] | None = None

    def verify(self) -> None:
        require(bool(self.add_tag or self.remove_tag), "add_tag and remove_tag are both empty")


@dataclass(frozen=True)
class Remark(Command):
    """修改客户备注. remark_mobiles replaces all numbers; no callback follows. Page 92694."""

    path = "externalcontact/remark"
    page = 92694
    limits = (
        Limit("remark", 20, "characters"),
        Limit("description", 150, "characters"),
        Limit("remark_company", 20, "characters"),
    )

    userid: str
    external_userid: str
    remark: str | None = None
    description: str | None = None
    remark_company: str | None = None  # WeCom takes it for WeChat users only
    remark_mobiles: list[str] | None = None

    def verify(self) -> None:
        require(len(self.body()) > 2, "a remark needs at least one field that changes")


@dataclass(frozen=True)
class AddContactWay(Command):
    """新增「联系我」活码. Keep the config_id of the answer: no console shows it. Page 92228."""

    path = "externalcontact/add_contact_way"
    page = 92228
    repeatable = False
    limits = CONTACT_WAY

    type: Literal[1, 2]  # 1 one member, 2 several
    scene: Literal[1, 2]  # 1 mini program, 2 QR code
    style: int | None = None
    remark: str | None = None
    skip_verify: bool | None = None  # WeCom's default is true
    state: str | None = None
    user: list[str] | None = None
    party: list[int] | None = None
    is_temp: bool | None = None  # medical industry only
    expires_in: int | None = None
    chat_expires_in: int | None = None
    unionid: str | None = None
    is_exclusive: bool | None = None
    mark_source: bool | None = None
    conclusions: JSON | None = None

    def verify(self) -> None:
        alone = len(self.user or ()) == 1 and not self.party
        require(self.type != 1 or alone, "type 1 takes exactly one user and no party")
        require(bool(self.user or self.party), "a contact way needs a user or a party")


@dataclass(frozen=True)
class UpdateContactWay(Command):
    """更新「联系我」. Overwrites remark, user and party whole. Page 92228."""

    path = "externalcontact/update_contact_way"
    page = 92228
    limits = CONTACT_WAY

    config_id: str
    remark: str | None = None
    skip_verify: bool | None = None
    style: int | None = None
    state: str | None = None
    user: list[str] | None = None
    party: list[int] | None = None
    expires_in: int | None = None
    chat_expires_in: int | None = None
    unionid: str | None = None
    mark_source: bool | None = None
    conclusions: JSON | None = None


@dataclass(frozen=True)
class DelContactWay(Command):
    """删除「联系我」; a second time answers 41044 and harms nothing. Page 92228."""

    path = "externalcontact/del_contact_way"
    page = 92228

    config_id: str


@dataclass(frozen=True)
class AddCorpTag(Command):
    """添加企业标签 to a group, old or new. A repeat loses the new ids to a 40071. Page 92117."""

    path = "externalcontact/add_corp_tag"
    page = 92117
    repeatable = False
    limits = (
        Limit("group_name", 30, "characters"),
        Limit("order", 2**32 - 1, "items"),
        Limit("tag.*.name", 30, "characters"),
        Limit("tag.*.order", 2**32 - 1, "items"),
    )

    tag: list[JSON]
    group_id: str | None = None
    group_name: str | None = None
    order: int | None = None
    agentid: int | None = None

    def verify(self) -> None:
        require(bool(self.group_id or self.group_name), "group_id or group_name is needed")
        require(bool(self.tag), "WeCom keeps no empty group: at least one tag")


@dataclass(frozen=True)
class EditCorpTag(Command):
    """编辑企业标签 or a group; an app edits only what it created. Page 92117."""

    path = "externalcontact/edit_corp_tag"
    page = 92117
    limits = (Limit("name", 30, "characters"), Limit("order", 2**32 - 1, "items"))

    id: str
    name: str | None = None
    order: int | None = None
    agentid: int | None = None


@dataclass(frozen=True)
class DelCorpTag(Command):
    """删除企业标签; a group vanishes with its last tag. Page 92117."""

    path = "externalcontact/del_corp_tag"
    page = 92117

    tag_id: list[str] | None = None
    group_id: list[str] | None = None
    agentid: int | None = None

    def verify(self) -> None:
        require(bool(self.tag_id or self.group_id), "tag_id and group_id are both empty")


@dataclass(frozen=True)
class AddMsgTemplate(Command):
    """创建企业群发: a task; nothing is sent until the member confirms it. Page 92135."""

    path = "externalcontact/add_msg_template"
    page = 92135
    repeatable = False
    limits = (
        Limit("external_userid", 10_000, "items"),
        Limit("chat_id_list", 2000, "items"),
        Limit("tag_filter.group_list.*.tag_list", 100, "items"),
        Limit("text.content", 4000, "bytes"),
        *ATTACHMENTS,
    )

    chat_type: Literal["single", "group"] = "single"
    external_userid: list[str] | None = None
    chat_id_list: list[str] | None = None
    tag_filter: JSON | None = None
    sender: str | None = None
    allow_select: bool | None = None
    text: JSON | None = None
    attachments: list[JSON] | None = None

    def verify(self) -> None:
        aimed = bool(self.sender or self.external_userid or self.tag_filter)
        require(aimed, "sender, external_userid or tag_filter is needed")
        require(self.chat_type == "single" or bool(self.sender), "a group send needs its sender")
        require(bool(self.text or self.attachments), "a message needs text or attachments")
        require_attachments(self.attachments)


@dataclass(frozen=True)
class RemindGroupMsg(Command):
    """提醒成员群发: at most three times in 24 hours per task. Page 97610."""

    path = "externalcontact/remind_groupmsg_send"
    page = 97610
    repeatable = False

    msgid: str


@dataclass(frozen=True)
class CancelGroupMsg(Command):
    """停止企业群发: what is sent stays sent. Page 97611."""

    path = "externalcontact/cancel_groupmsg_send"
    page = 97611

    msgid: str


@dataclass(frozen=True)
class SendMessage(Command):
    """应用消息 to staff. Only enable_duplicate_check makes a repeat harmless. Page 90236."""

    path = "message/send"
    page = 90236
    repeatable = False
    limits = (
        Limit("text.content", 2048, "bytes"),
        Limit("markdown.content", 2048, "bytes"),
        Limit("textcard.title", 128, "bytes"),
        Limit("textcard.description", 512, "bytes"),
        Limit("news.articles", 8, "items"),
        Limit("duplicate_check_interval", 4 * 3600, "seconds"),
    )

    msgtype: str
    agentid: int
    touser: str | None = None  # userids joined with |, or @all
    toparty: str | None = None
    totag: str | None = None
    text: JSON | None = None
    markdown: JSON | None = None
    textcard: JSON | None = None
    news: JSON | None = None
    image: JSON | None = None
    video: JSON | None = None
    file: JSON | None = None
    template_card: JSON | None = None
    safe: Literal[0, 1] | None = None
    enable_id_trans: Literal[0, 1] | None = None
    enable_duplicate_check: Literal[0, 1] | None = None
    duplicate_check_interval: int | None = None

    def verify(self) -> None:
        require(self.msgtype in self.body(), f"the {self.msgtype} part is missing")
        require(bool(self.touser or self.toparty or self.totag), "nobody to send to")
        people = {"touser": (self.touser or "").split("|")}
        check(people, (Limit("touser", 1000, "items"),), self.page)


COMMANDS: Mapping[str, type[Command]] = {
    "SendWelcome": SendWelcome,
    "MarkTag": MarkTag,
    "Remark": Remark,
    "AddContactWay": AddContactWay,
    "UpdateContactWay": UpdateContactWay,
    "DelContactWay": DelContactWay,
    "AddCorpTag": AddCorpTag,
    "EditCorpTag": EditCorpTag,
    "DelCorpTag": DelCorpTag,
    "AddMsgTemplate": AddMsgTemplate,
    "RemindGroupMsg": RemindGroupMsg,
    "CancelGroupMsg": CancelGroupMsg,
    "SendMessage": SendMessage,
}


def load(kind: str, body: Mapping[str, Any]) -> Command:
    """The command that `body()` of a `kind` was written from; unknown kinds raise KeyError."""
    return COMMANDS[kind](**body)
