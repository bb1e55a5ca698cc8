"""What we say about tags of customers: those of the corp and those of rule groups."""

from dataclasses import dataclass

from bots.limits import Limit, require
from bots.questions.tags import GetCorpTagList, GetStrategyTagList
from bots.speech import JSON, Command, Trace

SAME_TAGS = {
    "group_id": "group_id",
    "group_name": "group_name",
    "tag.*.name": "tag.*.name",
}


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
class AddCorpTag(Command):
    """添加企业标签 to a group, old or new. A repeat loses the new ids to a 40071. Page 92117."""

    path = "externalcontact/add_corp_tag"
    page = 92117
    repeatable = False
    looked_up_by = Trace(GetCorpTagList, "tag_group", same=SAME_TAGS, told_as="tag_group")
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
class AddStrategyTag(Command):
    """为规则组新增标签: as AddCorpTag, inside one rule group. Page 94882."""

    path = "externalcontact/add_strategy_tag"
    page = 94882
    repeatable = False
    looked_up_by = Trace(
        GetStrategyTagList,
        "tag_group",
        same=SAME_TAGS,
        ask={"strategy_id": "strategy_id"},
        told_as="tag_group",
    )
    limits = (
        Limit("group_name", 30, "characters"),
        Limit("order", 2**32 - 1, "items"),
        Limit("tag.*.name", 30, "characters"),
        Limit("tag.*.order", 2**32 - 1, "items"),
    )

    strategy_id: int
    tag: list[JSON]
    group_id: str | None = None
    group_name: str | None = None
    order: int | None = None

    def verify(self) -> None:
        require(bool(self.group_id or self.group_name), "group_id or group_name is needed")
        require(bool(self.tag), "WeCom keeps no empty group: at least one tag")


@dataclass(frozen=True)
class EditStrategyTag(Command):
    """编辑规则组标签 or its group. Page 94882."""

    path = "externalcontact/edit_strategy_tag"
    page = 94882
    limits = (
        Limit("name", 30, "characters"),
        Limit("order", 2**32 - 1, "items"),
    )

    id: str
    name: str | None = None
    order: int | None = None


@dataclass(frozen=True)
class DelStrategyTag(Command):
    """删除规则组标签; a group goes with its last tag. Page 94882."""

    path = "externalcontact/del_strategy_tag"
    page = 94882

    tag_id: list[str] | None = None
    group_id: list[str] | None = None

    def verify(self) -> None:
        require(bool(self.tag_id or self.group_id), "tag_id and group_id are both empty")
