"""What we say about 获客助手: links that bring customers, each for a price."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import JSON, Command


@dataclass(frozen=True)
class CreateLink(Command):
    """创建获客链接. Append customer_channel=… of at most 64 bytes to its address. Page 97297."""

    path = "externalcontact/customer_acquisition/create_link"
    page = 97297
    repeatable = False
    looked_up_by = (
        "list_link shows ids without names: compare each link, or leave the new one unused"
    )
    limits = (
        Limit("link_name", 30, "characters"),
        Limit("range.user_list", 500, "items"),
        Limit("range.department_list", 500, "items"),
    )

    link_name: str
    range: JSON
    skip_verify: bool | None = None
    priority_option: JSON | None = None
    mark_source: bool | None = None


@dataclass(frozen=True)
class UpdateLink(Command):
    """编辑获客链接. range is overwritten whole. Page 97297."""

    path = "externalcontact/customer_acquisition/update_link"
    page = 97297
    limits = (
        Limit("link_name", 30, "characters"),
        Limit("range.user_list", 500, "items"),
        Limit("range.department_list", 500, "items"),
    )

    link_id: str
    link_name: str | None = None
    range: JSON | None = None
    skip_verify: bool | None = None
    priority_option: JSON | None = None
    mark_source: bool | None = None


@dataclass(frozen=True)
class DeleteLink(Command):
    """删除获客链接; no callback follows. Page 97297."""

    path = "externalcontact/customer_acquisition/delete_link"
    page = 97297

    link_id: str
