"""What we say about live codes (活码, 联系我) and the short talks behind temporary ones."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import require
from bots.speech import CONTACT_WAY, JSON, Command


@dataclass(frozen=True)
class AddContactWay(Command):
    """新增「联系我」活码. Keep the config_id of the answer: no console shows it. Page 92228."""

    path = "externalcontact/add_contact_way"
    page = 92228
    repeatable = False
    looked_up_by = "said by its page, which looks it up by state"
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
class CloseTempChat(Command):
    """结束临时会话: the code's parting words are sent (医疗行业). Page 92572."""

    path = "externalcontact/close_temp_chat"
    page = 92572

    userid: str
    external_userid: str
