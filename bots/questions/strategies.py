"""What we ask about 规则组."""

from dataclasses import dataclass

from bots.limits import Limit
from bots.speech import Question


@dataclass(frozen=True)
class ListCustomerStrategies(Question):
    """客户联系规则组列表: ids only. Page 94883."""

    path = "externalcontact/customer_strategy/list"
    page = 94883
    limits = (Limit("limit", 1000, "items"),)

    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetCustomerStrategy(Question):
    """客户联系规则组详情. Page 94883."""

    path = "externalcontact/customer_strategy/get"
    page = 94883

    strategy_id: int


@dataclass(frozen=True)
class GetCustomerStrategyRange(Question):
    """客户联系规则组管理范围. Page 94883."""

    path = "externalcontact/customer_strategy/get_range"
    page = 94883
    limits = (Limit("limit", 1000, "items"),)

    strategy_id: int
    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class ListMomentStrategies(Question):
    """客户朋友圈规则组列表: ids only. Page 94890."""

    path = "externalcontact/moment_strategy/list"
    page = 94890
    limits = (Limit("limit", 1000, "items"),)

    cursor: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class GetMomentStrategy(Question):
    """客户朋友圈规则组详情. Page 94890."""

    path = "externalcontact/moment_strategy/get"
    page = 94890

    strategy_id: int


@dataclass(frozen=True)
class GetMomentStrategyRange(Question):
    """客户朋友圈规则组管理范围. Page 94890."""

    path = "externalcontact/moment_strategy/get_range"
    page = 94890
    limits = (Limit("limit", 1000, "items"),)

    strategy_id: int
    cursor: str | None = None
    limit: int | None = None
