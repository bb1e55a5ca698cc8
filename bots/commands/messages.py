"""What our app says to staff: messages, cards that change, and group talks of its own."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, check, require
from bots.questions.messages import GetAppChat
from bots.speech import JSON, Command, Trace


@dataclass(frozen=True)
class SendMessage(Command):
    """应用消息 to staff. Only enable_duplicate_check makes a repeat harmless. Page 90236."""

    path = "message/send"
    page = 90236
    repeatable = False
    looked_up_by = "WeCom shows nobody what an app has said"
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
    voice: JSON | None = None
    video: JSON | None = None
    file: JSON | None = None
    mpnews: JSON | None = None
    miniprogram_notice: JSON | None = None
    template_card: JSON | None = None
    taskcard: JSON | None = None  # the elder kind of card
    safe: Literal[0, 1] | None = None
    enable_id_trans: Literal[0, 1] | None = None
    enable_duplicate_check: Literal[0, 1] | None = None
    duplicate_check_interval: int | None = None

    def verify(self) -> None:
        require(self.msgtype in self.body(), f"the {self.msgtype} part is missing")
        require(bool(self.touser or self.toparty or self.totag), "nobody to send to")
        people = {"touser": (self.touser or "").split("|")}
        check(people, (Limit("touser", 1000, "items"),), self.page)

    def may_repeat(self) -> bool:
        return bool(self.enable_duplicate_check)


@dataclass(frozen=True)
class RecallMessage(Command):
    """撤回应用消息, within 24 hours. Page 94867."""

    path = "message/recall"
    page = 94867

    msgid: str


@dataclass(frozen=True)
class UpdateTemplateCard(Command):
    """更新模版卡片消息. A response_code is good once, for 24 hours. Page 94888."""

    path = "message/update_template_card"
    page = 94888
    limits = (
        Limit("userids", 1000, "items"),
        Limit("partyids", 100, "items"),
        Limit("tagids", 100, "items"),
    )

    agentid: int
    response_code: str
    userids: list[str] | None = None
    partyids: list[int] | None = None
    tagids: list[int] | None = None
    atall: Literal[0, 1] | None = None
    button: JSON | None = None
    template_card: JSON | None = None
    enable_id_trans: Literal[0, 1] | None = None
    replace_text: str | None = None

    def verify(self) -> None:
        aimed = bool(self.userids or self.partyids or self.tagids or self.atall)
        require(aimed, "nobody whose card should change")
        require(bool(self.button or self.template_card), "button or template_card is needed")


@dataclass(frozen=True)
class CreateAppChat(Command):
    """创建群聊会话 with 2 to 500 members; the app must see the whole corp. Give it a chatid.

    Page 90245.
    """

    path = "appchat/create"
    page = 90245
    repeatable = False
    looked_up_by = Trace(
        GetAppChat, "chat_info", same={"chatid": "chatid"}, ask={"chatid": "chatid"}
    )
    limits = (
        Limit("name", 50, "characters"),
        Limit("userlist", 500, "items"),
        Limit("chatid", 32, "bytes"),
    )

    userlist: list[str]
    chatid: str  # WeCom would invent one; ours is known before the answer
    name: str | None = None
    owner: str | None = None

    def verify(self) -> None:
        require(len(self.userlist) >= 2, "a group talk has at least two members")


@dataclass(frozen=True)
class UpdateAppChat(Command):
    """修改群聊会话. Page 90246."""

    path = "appchat/update"
    page = 90246
    limits = (Limit("name", 50, "characters"),)

    chatid: str
    name: str | None = None
    owner: str | None = None
    add_user_list: list[str] | None = None
    del_user_list: list[str] | None = None


@dataclass(frozen=True)
class SendAppChat(Command):
    """应用推送消息到群聊会话. Page 90248."""

    path = "appchat/send"
    page = 90248
    repeatable = False
    looked_up_by = "WeCom shows nobody what an app has said in a group talk"
    limits = (
        Limit("text.content", 2048, "bytes"),
        Limit("markdown.content", 2048, "bytes"),
        Limit("textcard.title", 128, "bytes"),
        Limit("textcard.description", 512, "bytes"),
        Limit("news.articles", 8, "items"),
    )

    chatid: str
    msgtype: str
    text: JSON | None = None
    image: JSON | None = None
    voice: JSON | None = None
    video: JSON | None = None
    file: JSON | None = None
    textcard: JSON | None = None
    news: JSON | None = None
    mpnews: JSON | None = None
    markdown: JSON | None = None
    safe: Literal[0, 1] | None = None

    def verify(self) -> None:
        require(self.msgtype in self.body(), f"the {self.msgtype} part is missing")
