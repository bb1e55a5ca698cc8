"""What we say about 规则组: who may do what with whose customers and moments."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import JSON, Command


@dataclass(frozen=True)
class CreateCustomerStrategy(Command):
    """创建客户联系规则组. Page 94883."""

    path = "externalcontact/customer_strategy/create"
    page = 94883
    repeatable = False
    looked_up_by = "lists of rule groups show ids without names"
    limits = (
        Limit("admin_list", 20, "items"),
        Limit("range", 100, "items"),
    )

    strategy_name: str
    admin_list: list[str]
    privilege: JSON | None = None
    range: list[JSON] | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class EditCustomerStrategy(Command):
    """编辑客户联系规则组 and whom it covers. Page 94883."""

    path = "externalcontact/customer_strategy/edit"
    page = 94883
    limits = (
        Limit("admin_list", 20, "items"),
        Limit("range_add", 100, "items"),
        Limit("range_del", 100, "items"),
    )

    strategy_id: int
    strategy_name: str | None = None
    admin_list: list[str] | None = None
    privilege: JSON | None = None
    range_add: list[JSON] | None = None
    range_del: list[JSON] | None = None


@dataclass(frozen=True)
class DelCustomerStrategy(Command):
    """删除客户联系规则组, its tags with it. Page 94883."""

    path = "externalcontact/customer_strategy/del"
    page = 94883

    strategy_id: int


@dataclass(frozen=True)
class CreateMomentStrategy(Command):
    """创建客户朋友圈规则组. Page 94890."""

    path = "externalcontact/moment_strategy/create"
    page = 94890
    repeatable = False
    looked_up_by = "lists of rule groups show ids without names"
    limits = (
        Limit("admin_list", 20, "items"),
        Limit("range", 100, "items"),
    )

    strategy_name: str
    admin_list: list[str]
    privilege: JSON | None = None
    range: list[JSON] | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class EditMomentStrategy(Command):
    """编辑客户朋友圈规则组 and whom it covers. Page 94890."""

    path = "externalcontact/moment_strategy/edit"
    page = 94890
    limits = (
        Limit("admin_list", 20, "items"),
        Limit("range_add", 100, "items"),
        Limit("range_del", 100, "items"),
    )

    strategy_id: int
    strategy_name: str | None = None
    admin_list: list[str] | None = None
    privilege: JSON | None = None
    range_add: list[JSON] | None = None
    range_del: list[JSON] | None = None


@dataclass(frozen=True)
class DelMomentStrategy(Command):
    """删除客户朋友圈规则组. Page 94890."""

    path = "externalcontact/moment_strategy/del"
    page = 94890

    strategy_id: int
