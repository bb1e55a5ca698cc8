"""What we say about 企业群发: messages that wait for a member to send them."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, require
from bots.questions.sends import GetGroupMsgListV2
from bots.speech import ATTACHMENTS, JSON, Command, Trace, require_attachments


@dataclass(frozen=True)
class AddMsgTemplate(Command):
    """创建企业群发: a task; nothing is sent until the member confirms it. Page 92135."""

    path = "externalcontact/add_msg_template"
    page = 92135
    repeatable = False
    looked_up_by = Trace(  # jobs/lookups.py adds the time, and asks who was meant
        GetGroupMsgListV2, "group_msg_list", same={"text": "text"}
    )
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
    looked_up_by = "WeCom does not tell how often it has reminded"

    msgid: str


@dataclass(frozen=True)
class CancelGroupMsg(Command):
    """停止企业群发: what is sent stays sent. Page 97611."""

    path = "externalcontact/cancel_groupmsg_send"
    page = 97611

    msgid: str
