"""What we ask about tags of customers."""

from dataclasses import dataclass

from bots.speech import Question


@dataclass(frozen=True)
class GetCorpTagList(Question):
    """企业标签库; when both are given WeCom looks at group_id only. Page 92117."""

    path = "externalcontact/get_corp_tag_list"
    page = 92117

    tag_id: list[str] | None = None
    group_id: list[str] | None = None


@dataclass(frozen=True)
class GetStrategyTagList(Question):
    """规则组标签; when both lists are given WeCom looks at group_id only. Page 94882."""

    path = "externalcontact/get_strategy_tag_list"
    page = 94882

    strategy_id: int | None = None
    tag_id: list[str] | None = None
    group_id: list[str] | None = None
