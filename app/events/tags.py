"""Facts about corp tags (企业标签) that people changed in WeCom's console (official page 92130)."""

from dataclasses import dataclass
from typing import ClassVar

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class CorpTagCreated(Event):
    """A tag or a tag group was created; `tag_type` is tag or tag_group."""

    id: str
    tag_type: str = "tag"
    strategy_id: str = ""  # of a rule group's tag (规则组标签)


@dataclass(frozen=True, kw_only=True)
class CorpTagChanged(Event):
    """A tag or a tag group was renamed."""

    is_hint: ClassVar[bool] = True

    id: str
    tag_type: str = "tag"
    strategy_id: str = ""  # of a rule group's tag (规则组标签)


@dataclass(frozen=True, kw_only=True)
class CorpTagDeleted(Event):
    """A tag or a tag group was deleted."""

    id: str
    tag_type: str = "tag"
    strategy_id: str = ""  # of a rule group's tag (规则组标签)


@dataclass(frozen=True, kw_only=True)
class CorpTagShuffled(Event):
    """Tags changed their order; no id when all groups did."""

    is_hint: ClassVar[bool] = True

    id: str = ""
    strategy_id: str = ""
