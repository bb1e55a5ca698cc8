"""What we ask about 商品图册 and 敏感词."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class GetProductAlbum(Question):
    """商品图册. Page 95096."""

    path = "externalcontact/get_product_album"
    page = 95096

    product_id: str


@dataclass(frozen=True)
class ListProductAlbums(Question):
    """商品图册列表. Page 95096."""

    path = "externalcontact/get_product_album_list"
    page = 95096
    limits = (Limit("limit", 100, "items"),)

    limit: int
    cursor: str | None = None


@dataclass(frozen=True)
class GetInterceptRule(Question):
    """敏感词规则详情. Page 95097."""

    path = "externalcontact/get_intercept_rule"
    page = 95097

    rule_id: str


@dataclass(frozen=True)
class GetInterceptRuleList(Question):
    """敏感词规则列表. Page 95097."""

    method = "GET"
    path = "externalcontact/get_intercept_rule_list"
    page = 95097
