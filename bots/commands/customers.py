"""What we say about customers: who they are to us, and hello."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.speech import ATTACHMENTS, JSON, Command, require_attachments


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
    remark_pic_mediaid: str | None = None

    def verify(self) -> None:
        require(len(self.body()) > 2, "a remark needs at least one field that changes")
