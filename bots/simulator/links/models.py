"""What the corp's acquisition assistant remembers: links, who came through them, and quota."""

from dataclasses import dataclass, field

from bots.simulator.models import Json

Pair = tuple[str, str]
A_YEAR = 365 * 86400
GRANT = 1000  # what the corp begins with; it gives no notice before it expires


@dataclass
class Link:
    link_id: str
    link_name: str
    create_time: int
    range: Json
    skip_verify: bool
    priority_option: Json
    mark_source: bool
    agentid: int  # an app sees its own links only
    turn: int = 0  # round robin over its members
    unavailable: bool = False
    opened: list[tuple[float, str]] = field(default_factory=list)  # moment, external_userid


@dataclass
class Arrival:
    """A follow that a link brought about, and how often the member has heard from the customer."""

    link_id: str
    state: str
    userid: str
    external_userid: str
    added_at: float
    received: int = 0


@dataclass
class Batch:
    """Quota bought at once; it expires as one."""

    bought: int
    balance: int
    expire_date: int


@dataclass
class ChatKey:
    arrival: Arrival
    received: int
    issued_at: float


class Acquisition:
    """Not locked by itself: hold the world's lock."""

    def __init__(self, start: float) -> None:
        self.links: dict[str, Link] = {}
        self.arrivals: dict[Pair, Arrival] = {}
        self.batches = [Batch(GRANT, GRANT, int(start) + A_YEAR)]
        self.level = "enough"  # as the corp was last told: enough, low or nothing
        self.chat_keys: dict[str, ChatKey] = {}

    def balance(self, now: float) -> int:
        return sum(batch.balance for batch in self.living(now))

    def living(self, now: float) -> list[Batch]:
        """Batches that may still be spent, those that expire first in front."""
        alive = [batch for batch in self.batches if batch.expire_date > now]
        return sorted(alive, key=lambda batch: batch.expire_date)
