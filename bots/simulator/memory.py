"""What the simulated WeCom remembers of people and of what was said: plain collections."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from bots.simulator.allowances import Allowances
from bots.simulator.clock import Clock
from bots.simulator.crowd.models import Crowd
from bots.simulator.followbook import FollowBook
from bots.simulator.groups.models import Groups
from bots.simulator.habits import Habits
from bots.simulator.inheritance.models import Inheritance
from bots.simulator.intercepts import InterceptRules
from bots.simulator.links.models import Acquisition
from bots.simulator.messages.models import Messages
from bots.simulator.models import (
    ContactWay,
    Customer,
    GroupMessage,
    Json,
    Label,
    Media,
    OtherIds,
    Product,
    TagGroup,
    TempSessions,
    Token,
    Welcome,
)
from bots.simulator.moments.models import Moments
from bots.simulator.shelf import Shelf
from bots.simulator.strategies.models import Strategies
from bots.simulator.ties import Tie


class Memory:
    """The state of every area that has no clock, lock or thread of its own."""

    def __init__(self, clock: Clock) -> None:
        self.groups, self.moments = Groups(), Moments()
        self.labels: dict[int, Label] = {}
        self.customers: dict[str, Customer] = {}
        self.follows, self.habits = FollowBook(), Habits()
        self.requests: dict[tuple[str, str], Callable[[], object]] = {}  # to be added, by pair
        self.searched: dict[tuple[str, str], str] = {}  # pair to the number that led to him
        self.ties: list[Tie] = []
        self.chats: defaultdict[tuple[str, str], list[Json]] = defaultdict(list)
        self.tag_groups: dict[str, TagGroup] = {}
        self.allowances, self.temp_sessions = Allowances(), TempSessions()
        self.strategies, self.inheritance = Strategies(), Inheritance()
        self.acquisition, self.other_ids = Acquisition(clock.now()), OtherIds()
        self.contact_ways: dict[str, ContactWay] = {}
        self.welcomes: dict[str, Welcome] = {}
        self.group_messages: dict[str, GroupMessage] = {}
        self.received: Counter[tuple[str, int, int]] = Counter()  # group messages by month
        self.confirm_after: dict[str, float | None] = {"*": None}
        self.app_messages: list[Json] = []
        self.intercept_rules = InterceptRules()
        self.products: dict[str, Product] = {}
        self.dropped_messages: list[Json] = []  # over a member's limit: nobody is told
        self.messages, self.shelf = Messages(), Shelf()
        self.readings: list[Any] = []  # links that customers have opened
        self.media: dict[str, Media] = {}
        self.tokens: dict[str, Token] = {}
        self.reissue = False  # every gettoken answers a new token
        self.marks: list[Json] = []
        self.failed_actions: list[Json] = []
        self.crowds: list[Crowd] = []
        self.api_calls: defaultdict[str, Counter[int]] = defaultdict(Counter)
