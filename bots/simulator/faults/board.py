"""All troubles that are still ordered, and what a call or a callback meets of them."""

from collections import Counter
from dataclasses import dataclass

from bots.simulator.errors import MistakeError
from bots.simulator.faults.fault import Fault, number
from bots.simulator.faults.wishes import read_faults
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded

OF_CALLS = ("cut", "slow", "answer", "revoke", "errcode")
OF_CALLBACKS = ("lose", "duplicate", "late", "reorder")
LISTS = ("contact_ways", "customers", "group_messages", "tags", "groups")


@dataclass(frozen=True)
class Trouble:
    """What one call of the API meets."""

    cut: str = ""  # before or after the effect
    slow: float = 0.0  # real seconds
    answer: Json | None = None
    revoke: bool = False
    errcode: int | None = None

    def spoils(self, when: str) -> Json | None:
        return self.answer if self.answer and self.answer["when"] == when else None


@dataclass(frozen=True)
class Fate:
    """What becomes of one callback. Seconds are virtual, but for `slow`."""

    lost: bool = False
    copies: int = 1
    again_after: float = 0.0
    late: float = 0.0
    slow: float = 0.0
    held_for: float | None = None


class Faults:
    """Hold the world's lock."""

    def __init__(self, seeded: Seeded) -> None:
        self._seeded = seeded
        self._faults: list[Fault] = []
        self._ordered = 0
        self.copies = 1  # of every callback
        self.lag = dict.fromkeys(LISTS, 0.0)
        self.met: Counter[str] = Counter()

    def order(self, wishes: Json) -> None:
        """Take over the wishes, all or none."""
        copies, lag = _copies(wishes.get("callback"), self.copies), _lag(wishes.get("lag"))
        faults = read_faults(wishes)
        if wishes.get("clear"):
            self.clear()
        self.copies = copies
        self.lag.update(lag)
        for fault in faults:
            self._ordered += 1
            fault.number = self._ordered
        self._faults += faults

    def clear(self) -> None:
        """Nothing is ordered any more; what has been met stays written down."""
        self._faults.clear()
        self.copies = 1
        self.lag = dict.fromkeys(LISTS, 0.0)

    def as_json(self) -> Json:
        rows = [fault.as_json() for fault in self._faults]
        return {"faults": rows, "duplicate": self.copies, "lag": self.lag, "met": dict(self.met)}

    def meet(self, path: str) -> Trouble:
        """What this call meets: of each kind the fault that was ordered first."""
        cut = self._first("cut", path)
        if cut is not None and cut["when"] == "before":
            return Trouble(cut="before")
        found = {kind: self._first(kind, path) for kind in OF_CALLS[1:]}
        slow, errcode = found["slow"] or {}, found["errcode"] or {}
        return Trouble(
            cut=cut["when"] if cut else "",
            slow=float(slow.get("seconds", 0)),
            answer=found["answer"],
            revoke=found["revoke"] is not None,
            errcode=errcode.get("errcode"),
        )

    def fate(self, event: Json) -> Fate:
        """What becomes of this callback."""
        kind, change = str(event.get("Event")), str(event.get("ChangeType", ""))
        names = tuple(name for name in (kind, change, f"{kind}/{change}") if name)
        found = {deed: self._first(deed, *names) for deed in OF_CALLBACKS}
        twice, late, held = found["duplicate"] or {}, found["late"] or {}, found["reorder"]
        return Fate(
            lost=found["lose"] is not None,
            copies=max(self.copies, int(twice.get("copies", 1))),
            again_after=float(twice.get("seconds", 0)),
            late=float(late.get("seconds", 0)),
            slow=float(late.get("real_seconds", 0)),
            held_for=held["seconds"] if held else None,
        )

    def hides(self, listing: str, created_at: float, now: float) -> bool:
        """Whether a list does not show yet what was made at `created_at`."""
        return now - created_at < self.lag[listing]

    def _first(self, kind: str, *names: str) -> Json | None:
        for fault in self._faults:
            if fault.kind == kind and fault.strikes(names, self._seeded):
                self.met[f"{kind} {names[-1]}"] += 1
                if fault.left == 0:
                    self._faults.remove(fault)
                return fault.fields
        return None


def _copies(wish: object, now: int) -> int:
    if not isinstance(wish or {}, dict):
        raise MistakeError("callback is an object")
    copies = wish.get("duplicate", now) if isinstance(wish, dict) else now
    if isinstance(copies, bool) or not isinstance(copies, int) or copies < 1:
        raise MistakeError("duplicate is how many times each event is delivered")
    return copies


def _lag(wish: object) -> dict[str, float]:
    if wish is None:
        return {}
    if not isinstance(wish, dict) or set(wish) - set(LISTS):
        raise MistakeError(f"lag is an object: seconds by list, of {', '.join(LISTS)}")
    return {listing: number(wish, listing, 0) for listing in wish}
