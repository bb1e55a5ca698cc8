"""What we say about 商品图册 and 敏感词: what staff may show, and must not write."""

from dataclasses import dataclass
from typing import Literal

from bots.limits import Limit, require
from bots.questions.materials import GetInterceptRuleList
from bots.speech import JSON, Command, Trace

RULE = (
    Limit("rule_name", 20, "characters"),
    Limit("word_list", 300, "items"),
    Limit("word_list.*", 32, "characters"),
)


PRODUCT = (
    Limit("description", 300, "characters"),
    Limit("product_sn", 128, "bytes"),
    Limit("attachments", 9, "items"),
    Limit("price", 5_000_000, "fen"),
)


@dataclass(frozen=True)
class AddProductAlbum(Command):
    """创建商品图册. `price` in fen. Page 95096."""

    path = "externalcontact/add_product_album"
    page = 95096
    repeatable = False
    looked_up_by = "the list of products shows ids and pictures only: compare each"
    limits = PRODUCT

    description: str
    price: int
    product_sn: str | None = None
    attachments: list[JSON] | None = None

    def verify(self) -> None:
        require(bool(self.attachments), "a product needs a picture")


@dataclass(frozen=True)
class UpdateProductAlbum(Command):
    """编辑商品图册. Page 95096."""

    path = "externalcontact/update_product_album"
    page = 95096
    limits = PRODUCT

    product_id: str
    description: str | None = None
    price: int | None = None
    product_sn: str | None = None
    attachments: list[JSON] | None = None


@dataclass(frozen=True)
class DeleteProductAlbum(Command):
    """删除商品图册. Page 95096."""

    path = "externalcontact/delete_product_album"
    page = 95096

    product_id: str


@dataclass(frozen=True)
class AddInterceptRule(Command):
    """新建敏感词规则. intercept_type 1 warns and blocks, 2 warns only. At most 100 rules. Page 95097."""

    path = "externalcontact/add_intercept_rule"
    page = 95097
    repeatable = False
    looked_up_by = Trace(GetInterceptRuleList, "rule_list", same={"rule_name": "rule_name"})
    limits = (
        *RULE,
        Limit("applicable_range.user_list", 1000, "items"),
        Limit("applicable_range.department_list", 1000, "items"),
    )

    rule_name: str
    word_list: list[str]
    intercept_type: Literal[1, 2]
    applicable_range: JSON
    semantics_list: list[int] | None = None


@dataclass(frozen=True)
class UpdateInterceptRule(Command):
    """修改敏感词规则. Page 95097."""

    path = "externalcontact/update_intercept_rule"
    page = 95097
    limits = (
        *RULE,
        Limit("add_applicable_range.user_list", 1000, "items"),
        Limit("add_applicable_range.department_list", 1000, "items"),
        Limit("remove_applicable_range.user_list", 1000, "items"),
        Limit("remove_applicable_range.department_list", 1000, "items"),
    )

    rule_id: str
    rule_name: str | None = None
    word_list: list[str] | None = None
    extra_rule: JSON | None = None
    intercept_type: Literal[1, 2] | None = None
    add_applicable_range: JSON | None = None
    remove_applicable_range: JSON | None = None


@dataclass(frozen=True)
class DelInterceptRule(Command):
    """删除敏感词规则. Page 95097."""

    path = "externalcontact/del_intercept_rule"
    page = 95097

    rule_id: str
