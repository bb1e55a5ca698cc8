"""The archive itself: numbered messages under a key version, kept for five days.

`seq` is exclusive and has gaps: what is not archived takes a number too.
"""

from bisect import bisect_left, bisect_right
from dataclasses import asdict, dataclass, field

from bots.simulator.archive.seal import sealed
from bots.simulator.archive.shelf import Shelf
from bots.simulator.corp import Corp
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json

KEPT_FOR = 5 * 86400.0
MOST_AT_ONCE = 1000
ON, OFF, EXPIRED = "on", "off", "expired"
REFUSALS = {OFF: 301053, EXPIRED: 301052}


@dataclass(frozen=True)
class Kept:
    at: float
    seq: int
    message: Json
    row: Json


@dataclass
class Room:
    """A chat of several people, known to the archive alone; members by the moment they joined."""

    roomid: str
    name: str
    creator: str
    created_at: float
    notice: str = ""
    members: dict[str, float] = field(default_factory=dict)
    customers: dict[str, float] = field(default_factory=dict)


@dataclass
class Consent:
    status: str
    at: float


class Archive:
    """Hold the world's lock."""

    def __init__(self, corp: Corp) -> None:
        self._corp = corp
        self._kept: list[Kept] = []
        self._seq = 0
        self.shelf = Shelf()
        self.switch = ON
        self.editions: dict[str, int | None] = {}  # whose is not the usual; None: not archived
        self.rooms: dict[str, Room] = {}
        self.robots: dict[str, Json] = {}
        self.consents: dict[tuple[str, str], Consent] = {}  # (userid or roomid, external_userid)
        self.rung_at: float | None = None
        self.bell_is_due = False
        self.msgids: dict[str, str] = {}  # every message ever sent → its sender

    def __len__(self) -> int:
        return len(self._kept)

    def truth(self) -> Json:
        """All that was ever kept, readable, and what else is so, for whoever checks a story."""
        consents = [
            {"place": place, "external_userid": customer, **asdict(consent)}
            for (place, customer), consent in self.consents.items()
        ]
        files = {sdkfileid: stored.size for sdkfileid, stored in self.shelf.items()}
        return {
            "messages": [{"seq": kept.seq, **kept.message} for kept in self._kept],
            "last_seq": self._seq,
            "switch": self.switch,
            "consents": consents,
            "rooms": [asdict(room) for room in self.rooms.values()],
            "files": files,
        }

    def keep(self, at: float, message: Json) -> None:
        """Seal a message with the key version of this moment."""
        self.skip(1)
        version = self._corp.key_version
        head = {"seq": self._seq, "msgid": message["msgid"], "publickey_ver": version}
        public = self._corp.archive_key(version).public_key()
        row = {**head, **sealed(public, message)}
        self._kept.append(Kept(at, self._seq, message, row))

    def skip(self, numbers: int) -> None:
        """Use numbers up without a message."""
        self._seq += numbers

    def pull(self, seq: int, limit: int, now: float) -> list[Json]:
        if not 1 <= limit <= MOST_AT_ONCE or seq < 0:
            raise RefusalError(10000, "limit is 1 to 1000 and seq not negative")
        living = bisect_left(self._kept, now - KEPT_FOR, key=lambda kept: kept.at)
        after = bisect_right(self._kept, seq, key=lambda kept: kept.seq)
        first = max(living, after)  # what has expired is skipped: 0 is the earliest still kept
        return [kept.row for kept in self._kept[first : first + limit]]

    def must_be_on(self) -> None:
        if self.switch in REFUSALS:
            raise RefusalError(REFUSALS[self.switch])
