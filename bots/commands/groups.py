"""What we say about customer groups (客户群): codes to join by, and words of welcome."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, require
from bots.speech import JSON, Command

JOIN = (
    Limit("remark", 30, "characters"),
    Limit("state", 30, "characters"),
    Limit("room_base_name", 40, "characters"),
    Limit("chat_id_list", 5, "items"),
)


@dataclass(frozen=True)
class AddJoinWay(Command):
    """配置客户群进群方式. Keep the config_id: no API lists them. Page 92229."""

    path = "externalcontact/groupchat/add_join_way"
    page = 92229
    repeatable = False
    looked_up_by = "WeCom lists no ways to join: look into the app that made them"
    limits = JOIN

    scene: Literal[1, 2]
    chat_id_list: list[str]
    remark: str | None = None
    auto_create_room: Literal[0, 1] | None = None
    room_base_name: str | None = None
    room_base_id: int | None = None
    state: str | None = None
    mark_source: bool | None = None


@dataclass(frozen=True)
class UpdateJoinWay(Command):
    """更新进群方式. Overwrites every field. Page 92229."""

    path = "externalcontact/groupchat/update_join_way"
    page = 92229
    limits = JOIN

    config_id: str
    scene: Literal[1, 2]
    chat_id_list: list[str]
    remark: str | None = None
    auto_create_room: Literal[0, 1] | None = None
    room_base_name: str | None = None
    room_base_id: int | None = None
    state: str | None = None
    mark_source: bool | None = None


@dataclass(frozen=True)
class DelJoinWay(Command):
    """删除进群方式. Page 92229."""

    path = "externalcontact/groupchat/del_join_way"
    page = 92229

    config_id: str


@dataclass(frozen=True)
class AddGroupWelcomeTemplate(Command):
    """添加入群欢迎语素材: owners apply it in their client. At most 100. Page 92366."""

    path = "externalcontact/group_welcome_template/add"
    page = 92366
    repeatable = False
    looked_up_by = "WeCom does not list welcome templates of groups"
    limits = (Limit("text.content", 3000, "bytes"),)

    text: JSON | None = None
    image: JSON | None = None
    link: JSON | None = None
    miniprogram: JSON | None = None
    file: JSON | None = None
    video: JSON | None = None
    agentid: int | None = None
    notify: Literal[0, 1] | None = None

    def verify(self) -> None:
        require(
            bool(self.body().keys() - {"agentid", "notify"}), "a welcome needs words or one part"
        )


@dataclass(frozen=True)
class EditGroupWelcomeTemplate(Command):
    """编辑入群欢迎语素材; only the app that made it may. Page 92366."""

    path = "externalcontact/group_welcome_template/edit"
    page = 92366
    limits = (Limit("text.content", 4000, "bytes"),)

    template_id: str
    text: JSON | None = None
    image: JSON | None = None
    link: JSON | None = None
    miniprogram: JSON | None = None
    file: JSON | None = None
    video: JSON | None = None
    agentid: int | None = None


@dataclass(frozen=True)
class DelGroupWelcomeTemplate(Command):
    """删除入群欢迎语素材. Page 92366."""

    path = "externalcontact/group_welcome_template/del"
    page = 92366

    template_id: str
    agentid: int | None = None
