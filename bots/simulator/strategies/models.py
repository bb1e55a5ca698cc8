"""What is remembered of a strategy, and the tree that the strategies of one kind make."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bots.simulator.models import Json

BASIC = ("view_customer_list", "view_customer_data", "view_room_list", "contact_me", "join_room")
OF_CUSTOMERS = (
    *BASIC,
    "share_customer",
    "oper_resign_customer",
    "oper_resign_group",
    "send_customer_msg",
    "edit_welcome_msg",
    "view_behavior_data",
    "view_room_data",
    "send_group_msg",
    "room_deduplication",
    "rapid_reply",
    "onjob_customer_transfer",
    "edit_anti_spam_rule",
    "export_customer_list",
    "export_customer_data",
    "export_customer_group_list",
    "manage_customer_tag",
)
OF_MOMENTS = ("view_moment_list", "send_moment", "manage_moment_cover_and_sign")

MEMBER, PARTY = 1, 2
Node = tuple[int, str | int]  # MEMBER and a userid, or PARTY and a department's number


@dataclass
class Strategy:
    strategy_id: int
    parent_id: int
    strategy_name: str
    create_time: int
    admin_list: list[str]
    privilege: dict[str, bool]
    range: list[Node] = field(default_factory=list)

    def as_json(self) -> Json:
        return {name: value for name, value in vars(self).items() if name != "range"}


@dataclass
class Tree:
    """The strategies of one kind: `privileges` it may grant, of which `basic` stay granted."""

    privileges: tuple[str, ...]
    basic: tuple[str, ...]
    all: dict[int, Strategy] = field(default_factory=dict)
    made: int = 0

    def line(self, strategy: Strategy) -> Iterator[Strategy]:
        """The strategy and those above it."""
        yield strategy
        while strategy.parent_id:
            strategy = self.all[strategy.parent_id]
            yield strategy

    def children(self, strategy: Strategy) -> list[Strategy]:
        return [one for one in self.all.values() if one.parent_id == strategy.strategy_id]


class Strategies:
    """Not locked by itself: hold the world's lock."""

    def __init__(self) -> None:
        self.of_customers = Tree(OF_CUSTOMERS, BASIC)
        self.of_moments = Tree(OF_MOMENTS, ())
