"""How often one may call: windows on the virtual clock, and 45009 until they end."""

from collections.abc import Mapping
from dataclasses import dataclass

from bots.simulator.errors import RefusalError

SECOND, MINUTE, HOUR, DAY = 1.0, 60.0, 3600.0, 86400.0
CORP, APP, IP, ROBOT, MEMBER = "corp", "app", "ip", "robot", "member"
ACCOUNTS = 200  # how many members the corp may have; a day's messages are counted by it

# what is counted besides the calls of a path
TO_A_MEMBER = "message/send to a member"
PERSON_TIMES = "message/send person-times"
WRONG_SECRET = "gettoken with a wrong secret"  # noqa: S105
DEBUG = "debug=1"


@dataclass(frozen=True)
class Limit:
    """At most so many in so many seconds, counted for each corp, app, address or other `of`."""

    most: int
    span: float
    of: str = CORP


# TABLE: of every path
USUAL = (
    Limit(10_000, MINUTE),
    Limit(150_000, HOUR),
    Limit(20_000, MINUTE, IP),
    Limit(600_000, HOUR, IP),
)

# TABLE: of these besides
OWN: dict[str, tuple[Limit, ...]] = {
    "get_jsapi_ticket": (Limit(400, HOUR), Limit(100, HOUR, APP)),
    "ticket/get": (Limit(400, HOUR), Limit(100, HOUR, APP)),
    "media/uploadimg": (Limit(1_000, DAY), Limit(3_000, 30 * DAY)),
    "appchat/create": (Limit(1_000, DAY),),
    "appchat/update": (Limit(1_000, HOUR),),
    "externalcontact/add_moment_task": (Limit(10, MINUTE),),
    "webhook/send": (Limit(20, MINUTE, ROBOT),),
    "archive/pull": (Limit(600, MINUTE),),
    "msgaudit/groupchat/get": (Limit(2_000, MINUTE),),
}

# TABLE: of what is no path
OTHERS: dict[str, tuple[Limit, ...]] = {
    TO_A_MEMBER: (Limit(30, MINUTE, MEMBER), Limit(1_000, HOUR, MEMBER)),
    PERSON_TIMES: (Limit(ACCOUNTS * 200, DAY, APP),),
    WRONG_SECRET: (Limit(2_000, HOUR, IP),),
    DEBUG: (Limit(5, MINUTE),),
}


class Frequency:
    """A window begins with the first call in it. Hold the world's lock."""

    def __init__(self) -> None:
        self.ordered: dict[str, tuple[Limit, ...]] = {}  # in place of the tables'
        self._windows: dict[tuple[str, Limit, str], tuple[float, int]] = {}

    def of(self, name: str) -> tuple[Limit, ...]:
        for chosen in (name, "*"):
            if chosen in self.ordered:
                return self.ordered[chosen]
        return OTHERS.get(name) or (*USUAL, *OWN.get(name, ()))

    def exceeded(
        self, name: str, who: Mapping[str, str], now: float, amount: int = 1
    ) -> Limit | None:
        """The limit that does not let `amount` more through, if there is one."""
        for limit in self.of(name):
            if self._count((name, limit, who.get(limit.of, "")), now)[1] + amount > limit.most:
                return limit
        return None

    def count(self, name: str, who: Mapping[str, str], now: float, amount: int = 1) -> None:
        for limit in self.of(name):
            key = (name, limit, who.get(limit.of, ""))
            begin, number = self._count(key, now)
            self._windows[key] = (begin, number + amount)

    def allows(self, name: str, who: Mapping[str, str], now: float, amount: int = 1) -> bool:
        """Count it if there is room for it."""
        if self.exceeded(name, who, now, amount):
            return False
        self.count(name, who, now, amount)
        return True

    def spend(self, name: str, who: Mapping[str, str], now: float, amount: int = 1) -> None:
        """Count it, or 45009."""
        limit = self.exceeded(name, who, now, amount)
        if limit is not None:
            raise RefusalError(
                45009, f"at most {limit.most} in {limit.span:g} s for each {limit.of}"
            )
        self.count(name, who, now, amount)

    def _count(self, key: tuple[str, Limit, str], now: float) -> tuple[float, int]:
        begin, number = self._windows.get(key, (now, 0))
        return (begin, number) if now < begin + key[1].span else (now, 0)
